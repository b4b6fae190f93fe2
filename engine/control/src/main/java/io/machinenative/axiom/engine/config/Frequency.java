package io.machinenative.axiom.engine.config;

/**
 * How often something may happen. Immutable.
 *
 * @param times at least 1
 * @param periodNs in which it may happen so often
 */
public record Frequency(long times, long periodNs) {
  public Frequency {
    if (times < 1 || periodNs < 1) {
      throw new IllegalArgumentException(
          "expected at least once in some time, got " + times + " in " + periodNs + " ns");
    }
  }

  /** As {@code 100/s} or {@code 5000/10m} says. */
  static Frequency parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1 || slash == text.length() - 1) {
      throw new IllegalArgumentException("expected calls/time as in 100/s, got '" + text + "'");
    }
    String time = text.substring(slash + 1).strip();
    String whole = Character.isDigit(time.charAt(0)) ? time : "1" + time;
    try {
      return new Frequency(
          Long.parseLong(text.substring(0, slash).strip()), Quantity.nanoseconds(whole));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected calls/time as in 100/s, got '" + text + "'", e);
    }
  }
}
