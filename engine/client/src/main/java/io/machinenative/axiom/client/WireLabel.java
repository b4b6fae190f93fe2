package io.machinenative.axiom.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The wire's constants as texts: in lower case, with hyphens. Stateless. */
final class WireLabel {
  private WireLabel() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The constant of a text.
   *
   * @param constants of a generated enum, those for null and unknown included
   * @throws IllegalArgumentException naming those there are
   */
  static <E extends Enum<E>> E parse(E[] constants, String what, Object text) {
    List<String> labels = new ArrayList<>();
    for (E constant : constants) {
      if (!isNoValue(constant)) {
        if (of(constant).equals(text)) {
          return constant;
        }
        labels.add(of(constant));
      }
    }
    throw new IllegalArgumentException(
        what + ": expected one of " + String.join(", ", labels) + ", got '" + text + "'");
  }

  private static boolean isNoValue(Enum<?> constant) {
    return constant.name().equals("NULL_VAL") || constant.name().equals("SBE_UNKNOWN");
  }
}
