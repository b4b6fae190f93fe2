package io.machinenative.axiom.engine.gateway;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names that an operator allows and denies, with {@code *} for any text. Stateless. */
final class NamePatterns {
  private NamePatterns() {}

  /** One of those allowed, or any when there are none, and none of those denied. */
  static Predicate<String> of(List<String> allow, List<String> deny) {
    Predicate<String> allowed = allow.isEmpty() ? name -> true : anyOf(allow);
    return allowed.and(anyOf(deny).negate());
  }

  private static Predicate<String> anyOf(List<String> patterns) {
    String expression =
        patterns.stream()
            .map(pattern -> "\\Q" + pattern.replace("\\E", "").replace("*", "\\E.*\\Q") + "\\E")
            .collect(Collectors.joining("|"));
    return patterns.isEmpty()
        ? name -> false
        : Pattern.compile(expression, Pattern.DOTALL).asMatchPredicate();
  }
}
