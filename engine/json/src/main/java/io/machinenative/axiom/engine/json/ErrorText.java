package io.machinenative.axiom.engine.json;

import java.util.regex.Pattern;

/**
 * Makes the JSON library's messages fit for callers: one line, short, without its own switches.
 * Stateless.
 */
final class ErrorText {
  private static final int MAX_CHARS = 200;

  private static final Pattern LIBRARY_TALK =
      Pattern.compile(
          "( \\((start marker at|bound as|not recognized as)|: not allowed as per |: enable `|,"
              + " from `|: was expecting ).*",
          Pattern.DOTALL);

  private ErrorText() {}

  static String of(String message) {
    String line =
        LIBRARY_TALK.matcher(String.valueOf(message)).replaceFirst("").replaceAll("\\s+", " ");
    return line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS) + "...";
  }
}
