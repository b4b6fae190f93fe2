package io.machinenative.axiom.engine.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * A command, run as from a shell that nobody watches.
 *
 * @param exitCode what it ended with
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record CommandRun(int exitCode, String out, String err) {
  public static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.run(arguments, new PrintWriter(out), new PrintWriter(err), false);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }
}
