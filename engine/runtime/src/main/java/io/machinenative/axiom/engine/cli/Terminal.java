package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.engine.json.Json;
import java.io.PrintWriter;
import java.util.Map;

/**
 * Where commands write: answers to standard output, everything else to standard error. With {@code
 * --json} an answer is one JSON object; colours and progress are for terminals only. Owned by the
 * command's thread.
 */
public final class Terminal {
  private static final String CLEAR_LINE = "\r\u001B[K";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean interactive;
  private boolean progressShown;

  /**
   * @param interactive whether somebody watches: colours and progress are shown
   */
  public Terminal(PrintWriter out, PrintWriter err, boolean interactive) {
    this.out = out;
    this.err = err;
    this.interactive = interactive;
  }

  /** Prints a line of the answer. */
  public void print(String line) {
    clearProgress();
    out.println(line);
    out.flush();
  }

  /** Prints the answer as one JSON object in one line. */
  public void printJson(Map<String, ?> answer) {
    print(Json.text(answer));
  }

  /** Says something beside the answer. */
  public void note(String line) {
    clearProgress();
    err.println(line);
    err.flush();
  }

  /** Shows how far a long work is, in place; nothing when nobody watches. */
  public void progress(String text) {
    if (interactive) {
      err.print(CLEAR_LINE + text);
      err.flush();
      progressShown = true;
    }
  }

  /** Takes away what {@link #progress} shows. */
  public void clearProgress() {
    if (progressShown) {
      err.print(CLEAR_LINE);
      err.flush();
      progressShown = false;
    }
  }

  /** The text in green where somebody watches. */
  public String good(String text) {
    return colour("32", text);
  }

  /** The text in yellow where somebody watches. */
  public String warning(String text) {
    return colour("33", text);
  }

  /** The text in red where somebody watches. */
  public String bad(String text) {
    return colour("31", text);
  }

  private String colour(String code, String text) {
    return interactive ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
  }
}
