package io.machinenative.axiom.engine.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them: {@code 200ms}, {@code 1.5s}, {@code 16MiB}. */
public final class Quantity {
  private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([A-Za-zµ]*)");
  private static final Map<String, Long> NANOSECONDS = new LinkedHashMap<>();
  private static final Map<String, Long> BYTES = new LinkedHashMap<>();

  static {
    NANOSECONDS.put("ns", 1L);
    NANOSECONDS.put("us", 1_000L);
    NANOSECONDS.put("µs", 1_000L);
    NANOSECONDS.put("ms", 1_000_000L);
    NANOSECONDS.put("s", 1_000_000_000L);
    NANOSECONDS.put("m", 60_000_000_000L);
    NANOSECONDS.put("h", 3_600_000_000_000L);
    BYTES.put("B", 1L);
    BYTES.put("kB", 1_000L);
    BYTES.put("KiB", 1L << 10);
    BYTES.put("MB", 1_000_000L);
    BYTES.put("MiB", 1L << 20);
    BYTES.put("GB", 1_000_000_000L);
    BYTES.put("GiB", 1L << 30);
  }

  private Quantity() {}

  /**
   * Reads a duration with its unit: ns, us, ms, s, m or h.
   *
   * @return nanoseconds
   * @throws ConfigException for anything else, naming what came
   */
  public static long nanoseconds(String text) {
    return read(text, NANOSECONDS, false, "a duration such as 200ms, 2s or 1m");
  }

  /**
   * Reads a size, in bytes or with its unit: B, kB, KiB, MB, MiB, GB or GiB.
   *
   * @return bytes
   * @throws ConfigException for anything else, naming what came
   */
  public static long bytes(String text) {
    return read(text, BYTES, true, "a size such as 4096, 64KiB or 16MiB");
  }

  private static long read(
      String text, Map<String, Long> units, boolean bareAllowed, String expected) {
    Matcher matcher = FORM.matcher(text.strip());
    if (matcher.matches()) {
      String unit = matcher.group(2);
      Long factor = unit.isEmpty() && bareAllowed ? Long.valueOf(1) : units.get(unit);
      if (factor != null) {
        BigInteger value =
            new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(factor)).toBigInteger();
        if (value.bitLength() < Long.SIZE) {
          return value.longValue();
        }
      }
    }
    throw new ConfigException("expected " + expected + ", got '" + text + "'");
  }

  /** The shortest exact form of a duration. */
  public static String ofNanoseconds(long nanoseconds) {
    return shortest(nanoseconds, NANOSECONDS, "0s");
  }

  /** The shortest exact form of a size in powers of 1024. */
  public static String ofBytes(long bytes) {
    Map<String, Long> binary = new LinkedHashMap<>(BYTES);
    binary.keySet().removeIf(unit -> unit.matches("kB|MB|GB"));
    return shortest(bytes, binary, "0B");
  }

  private static String shortest(long value, Map<String, Long> units, String zero) {
    String best = zero;
    if (value != 0) {
      for (Map.Entry<String, Long> unit : units.entrySet()) {
        if (value % unit.getValue() == 0) {
          best = value / unit.getValue() + unit.getKey();
        }
      }
    }
    return best;
  }
}
