package io.machinenative.axiom.engine.workflow.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills {@code ${name}} in values. A text that is one placeholder becomes its value, of whatever
 * type; within a longer text the value is written out. {@code $${} is a plain <code>${</code>.
 * Stateless; any thread.
 */
public final class Placeholders {
  private static final Pattern PLACE = Pattern.compile("\\$?\\$\\{([^}]*)}");

  private Placeholders() {}

  /**
   * A copy with all placeholders filled.
   *
   * @param value Map, List, String, Number, Boolean or null
   * @param values empty for a name that is not there
   * @throws IllegalArgumentException when a placeholder has no value, naming it
   */
  public static Object fill(Object value, Function<String, Optional<Object>> values) {
    return switch (value) {
      case String text -> fillText(text, values);
      case Map<?, ?> map -> {
        Map<String, Object> filled = new LinkedHashMap<>();
        map.forEach((key, inner) -> filled.put((String) key, fill(inner, values)));
        yield filled;
      }
      case List<?> list -> {
        List<Object> filled = new ArrayList<>();
        list.forEach(inner -> filled.add(fill(inner, values)));
        yield filled;
      }
      case null, default -> value;
    };
  }

  /**
   * As {@link #fill}, for a first pass: placeholders that are late stay, escapes stay, and texts
   * that come in hold no placeholder of their own afterwards.
   */
  public static Object fillEarly(
      Object value, Function<String, Optional<Object>> values, Predicate<String> late) {
    return switch (value) {
      case String text -> fillTextEarly(text, values, late);
      case Map<?, ?> map -> {
        Map<String, Object> filled = new LinkedHashMap<>();
        map.forEach((key, inner) -> filled.put((String) key, fillEarly(inner, values, late)));
        yield filled;
      }
      case List<?> list -> {
        List<Object> filled = new ArrayList<>();
        list.forEach(inner -> filled.add(fillEarly(inner, values, late)));
        yield filled;
      }
      case null, default -> value;
    };
  }

  private static Object fillTextEarly(
      String text, Function<String, Optional<Object>> values, Predicate<String> late) {
    Matcher places = PLACE.matcher(text);
    if (places.matches() && !isEscaped(places) && !late.test(places.group(1))) {
      return escaped(value(places.group(1), values));
    }
    places.reset();
    StringBuilder filled = new StringBuilder();
    while (places.find()) {
      String replacement =
          isEscaped(places) || late.test(places.group(1))
              ? places.group()
              : String.valueOf(escaped(value(places.group(1), values)));
      places.appendReplacement(filled, Matcher.quoteReplacement(replacement));
    }
    return places.appendTail(filled).toString();
  }

  /** A value whose texts {@link #fill} gives back as they are. */
  private static Object escaped(Object value) {
    return switch (value) {
      case String text -> PLACE.matcher(text).replaceAll("\\$$0");
      case Map<?, ?> map -> {
        Map<Object, Object> copy = new LinkedHashMap<>();
        map.forEach((key, inner) -> copy.put(key, escaped(inner)));
        yield copy;
      }
      case List<?> list -> list.stream().map(Placeholders::escaped).toList();
      case null, default -> value;
    };
  }

  /** Tells the name of each placeholder in a value. */
  public static void names(Object value, Consumer<String> each) {
    switch (value) {
      case String text -> {
        Matcher places = PLACE.matcher(text);
        while (places.find()) {
          if (!isEscaped(places)) {
            each.accept(places.group(1));
          }
        }
      }
      case Map<?, ?> map -> map.values().forEach(inner -> names(inner, each));
      case List<?> list -> list.forEach(inner -> names(inner, each));
      case null, default -> {
        // Numbers, booleans and null hold no placeholder.
      }
    }
  }

  private static Object fillText(String text, Function<String, Optional<Object>> values) {
    Matcher places = PLACE.matcher(text);
    if (places.matches() && !isEscaped(places)) {
      return value(places.group(1), values);
    }
    places.reset();
    StringBuilder filled = new StringBuilder();
    while (places.find()) {
      String replacement =
          isEscaped(places)
              ? places.group().substring(1)
              : String.valueOf(value(places.group(1), values));
      places.appendReplacement(filled, Matcher.quoteReplacement(replacement));
    }
    return places.appendTail(filled).toString();
  }

  private static boolean isEscaped(Matcher place) {
    return place.group().startsWith("$$");
  }

  private static Object value(String name, Function<String, Optional<Object>> values) {
    return values
        .apply(name)
        .orElseThrow(() -> new IllegalArgumentException("no value for ${" + name + "}"));
  }
}
