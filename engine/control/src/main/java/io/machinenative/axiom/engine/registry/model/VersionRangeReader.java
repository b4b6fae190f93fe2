package io.machinenative.axiom.engine.registry.model;

import io.machinenative.axiom.engine.registry.model.VersionInterval.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the grammar that {@link VersionRange} draws. For one text, one thread. */
final class VersionRangeReader {
  private static final Pattern INTERVAL =
      Pattern.compile("([\\[(])\\s*([^,\\s]*)\\s*(,?)\\s*([^,\\s]*)\\s*([\\])])");
  private static final Pattern COMPARATOR =
      Pattern.compile("\\s*(\\^|~|>=|>|<=|<|=)?\\s*([^\\s^~><=]\\S*)");
  private static final String PART = "(\\d{1,18}|[xX*])";
  private static final Pattern PARTIAL =
      Pattern.compile(PART + "(?:\\." + PART + "(?:\\." + PART + "(?:-([0-9A-Za-z.-]+))?)?)?");

  private final String text;

  VersionRangeReader(String text) {
    this.text = Objects.requireNonNull(text, "text");
  }

  VersionRange read() {
    if (text.length() > VersionRange.MAX_CHARS) {
      throw failure("at most " + VersionRange.MAX_CHARS + " characters");
    }
    List<VersionInterval> alternatives = new ArrayList<>();
    for (String alternative : text.split("\\|\\|", -1)) {
      VersionInterval interval = alternative(alternative.strip());
      if (interval.isEmpty()) {
        throw failure("a lower end below the upper one");
      }
      alternatives.add(interval);
    }
    return new VersionRange(text, alternatives);
  }

  private VersionInterval alternative(String alternative) {
    if (alternative.startsWith("[") || alternative.startsWith("(")) {
      return interval(alternative);
    }
    Matcher comparator = COMPARATOR.matcher(alternative);
    VersionInterval all = VersionInterval.ALL;
    int at = 0;
    while (comparator.find()) {
      requireForm(alternative.substring(at, comparator.start()).isBlank());
      String operator = Objects.requireNonNullElse(comparator.group(1), "");
      all = all.and(compared(operator, partial(comparator.group(2))));
      at = comparator.end();
    }
    requireForm(at > 0 && at == alternative.length());
    return all;
  }

  private VersionInterval interval(String alternative) {
    Matcher matcher = INTERVAL.matcher(alternative);
    requireForm(matcher.matches());
    String left = matcher.group(2);
    String right = matcher.group(4);
    boolean leftInclusive = matcher.group(1).equals("[");
    boolean rightInclusive = matcher.group(5).equals("]");
    if (matcher.group(3).isEmpty()) {
      requireForm(leftInclusive && rightInclusive && !left.isEmpty() && right.isEmpty());
      return VersionInterval.only(partial(left).floor());
    }
    return new VersionInterval(bound(left, leftInclusive), bound(right, rightInclusive));
  }

  private Optional<Bound> bound(String partial, boolean inclusive) {
    return partial.isEmpty()
        ? Optional.empty()
        : Optional.of(new Bound(partial(partial).floor(), inclusive));
  }

  private VersionInterval compared(String operator, Partial partial) {
    if (partial.parts() == 0) {
      requireForm(operator.isEmpty());
      return VersionInterval.ALL;
    }
    SemanticVersion floor = partial.floor();
    return switch (operator) {
      case "^" -> VersionInterval.between(floor, caretEnd(partial));
      case "~" -> VersionInterval.between(floor, partial.next(Math.min(2, partial.parts())));
      case ">=" -> VersionInterval.above(floor, true);
      case "<" -> VersionInterval.below(floor, false);
      case ">" ->
          partial.isWhole()
              ? VersionInterval.above(floor, false)
              : VersionInterval.above(partial.next(partial.parts()), true);
      case "<=" ->
          partial.isWhole()
              ? VersionInterval.below(floor, true)
              : VersionInterval.below(partial.next(partial.parts()), false);
      default ->
          partial.isWhole()
              ? VersionInterval.only(floor)
              : VersionInterval.between(floor, partial.next(partial.parts()));
    };
  }

  /** The leftmost number that is not 0 must stay, of those that are written. */
  private static SemanticVersion caretEnd(Partial partial) {
    int kept = 1;
    while (kept < partial.parts() && partial.number(kept) == 0) {
      kept++;
    }
    return partial.next(kept);
  }

  private Partial partial(String written) {
    Matcher matcher = PARTIAL.matcher(written);
    requireForm(matcher.matches());
    long[] numbers = new long[3];
    int parts = 0;
    for (int i = 0; i < 3; i++) {
      String part = matcher.group(i + 1);
      boolean given = part != null && Character.isDigit(part.charAt(0));
      requireForm(!given || (parts == i && (part.length() == 1 || !part.startsWith("0"))));
      if (given) {
        numbers[i] = Long.parseLong(part);
        parts++;
      }
    }
    String preRelease = Objects.requireNonNullElse(matcher.group(4), "");
    requireForm(preRelease.isEmpty() || parts == 3);
    return new Partial(numbers, parts, preRelease);
  }

  private void requireForm(boolean holds) {
    if (!holds) {
      throw failure("comparators like ^1.2, ~1.2.3, 1.x, >=1.2 <2, or an interval like [1.2,2.0)");
    }
  }

  private IllegalArgumentException failure(String expected) {
    String shown = text.length() <= 80 ? text : text.substring(0, 80) + "...";
    return new IllegalArgumentException(
        "expected a version range, " + expected + ", got '" + shown + "'");
  }

  /**
   * A version of which the end may be missing.
   *
   * @param parts how many numbers are written
   */
  private record Partial(long[] numbers, int parts, String preRelease) {
    boolean isWhole() {
      return parts == 3;
    }

    /**
     * @param position from 1
     */
    long number(int position) {
      return numbers[position - 1];
    }

    SemanticVersion floor() {
      return new SemanticVersion(numbers[0], numbers[1], numbers[2], preRelease, "");
    }

    /** The first version after those that agree in so many numbers. */
    SemanticVersion next(int kept) {
      return switch (kept) {
        case 1 -> SemanticVersion.of(numbers[0] + 1, 0, 0);
        case 2 -> SemanticVersion.of(numbers[0], numbers[1] + 1, 0);
        default -> SemanticVersion.of(numbers[0], numbers[1], numbers[2] + 1);
      };
    }
  }
}
