package io.machinenative.axiom.docs;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of an output that differs in its numbers from run to run, so that a document can show a
 * true one.
 *
 * <ul>
 *   <li>a number, with its unit of time or size, stands for any number and unit;
 *   <li>white space stands for any white space, at the end of a line for none;
 *   <li>{@code <words>} in angle brackets stand for any text within the line;
 *   <li>a line {@code ...} stands for any lines, also none;
 *   <li>everything else stands for itself.
 * </ul>
 */
final class OutputShape {
  private static final String NUMBER = "\\d+(?:[.,_]\\d+)*";
  private static final String UNIT = "(?:ns|[uµ]s|ms|s|B|KiB|MiB|GiB)";
  private static final Pattern PART =
      Pattern.compile(
          "(?<hole><[^<>]+>)|(?<number>" + NUMBER + "(?:\\s*" + UNIT + "\\b)?)|(?<space>\\s+)");

  private final Pattern pattern;

  OutputShape(String documented) {
    StringBuilder regex = new StringBuilder();
    for (String line : documented.lines().toList()) {
      if (line.strip().equals("...")) {
        regex.append("(?:[^\\n]*\\n)*?");
      } else {
        appendLine(regex, line.stripTrailing());
        regex.append("[ \\t]*\\n");
      }
    }
    pattern = Pattern.compile(regex.toString());
  }

  boolean matches(List<String> lines) {
    return pattern.matcher(String.join("\n", lines) + "\n").matches();
  }

  private static void appendLine(StringBuilder regex, String line) {
    Matcher part = PART.matcher(line);
    int literal = 0;
    while (part.find()) {
      appendLiteral(regex, line.substring(literal, part.start()));
      if (part.group("hole") != null) {
        regex.append("[^\\n]+?");
      } else if (part.group("number") != null) {
        regex.append(NUMBER + "(?:[ \\t]*" + UNIT + "\\b)?");
      } else {
        regex.append("[ \\t]+");
      }
      literal = part.end();
    }
    appendLiteral(regex, line.substring(literal));
  }

  private static void appendLiteral(StringBuilder regex, String text) {
    if (!text.isEmpty()) {
      regex.append(Pattern.quote(text));
    }
  }
}
