package io.machinenative.axiom.plugins.core;

import com.jayway.jsonpath.JsonPath;
import io.machinenative.axiom.api.ToolException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which paths are evaluated: those whose every step costs time and memory in proportion to the
 * document at most. {@link QueryBudget} then bounds the number of steps. Stateless, any thread.
 */
final class PathRules {
  /** A part of the path language that is refused, as it reads in upper case. */
  private record Refused(Pattern pattern, String what) {}

  private static final List<Refused> REFUSED =
      List.of(
          new Refused(Pattern.compile("=~"), "a regular expression (=~), whose time has no bound"),
          new Refused(
              Pattern.compile("(?<![.\\w])(ALL|ANYOF|NONEOF|SUBSETOF|CONTAINS)(?!\\w)"),
              "an operator (all, anyof, noneof, subsetof, contains) whose time is the product of"
                  + " its sides"),
          new Refused(
              Pattern.compile("(APPEND|CONCAT)\\s*\\("),
              "a function (append, concat) that makes new values instead of finding them"));

  private PathRules() {}

  /**
   * @throws ToolException INVALID_ARGUMENT when it is no path, or one that is refused
   */
  static JsonPath compile(String path) {
    // As the library reads operators: it knows more letters that become an S or an I than these
    // two.
    String upper = path.toUpperCase(Locale.ROOT);
    for (Refused refused : REFUSED) {
      if (refused.pattern().matcher(upper).find()) {
        throw ToolException.invalid(
            "/path: expected a path that only finds values, found " + refused.what());
      }
    }
    try {
      return JsonPath.compile(path);
    } catch (RuntimeException e) {
      // The library means InvalidPathException, and lets accidents of its parser through.
      throw ToolException.invalid("/path: expected a JSONPath, found: " + e.getMessage());
    }
  }
}
