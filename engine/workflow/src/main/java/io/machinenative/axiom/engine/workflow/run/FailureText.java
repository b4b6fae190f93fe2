package io.machinenative.axiom.engine.workflow.run;

import io.machinenative.axiom.api.ToolException;

/** What a failure is called in a report: in one line, without a stack. */
final class FailureText {
  private static final int MAX_TEXT = 1000;

  private FailureText() {}

  static String of(Throwable failure) {
    String text =
        failure instanceof ToolException tool
            ? tool.status() + ": " + tool.getMessage()
            : failure.toString();
    Throwable cause = failure.getCause();
    if (cause != null && !text.contains(String.valueOf(cause.getMessage()))) {
      text += "; " + cause;
    }
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "…";
  }
}
