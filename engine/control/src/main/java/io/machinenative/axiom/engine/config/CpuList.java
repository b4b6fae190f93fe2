package io.machinenative.axiom.engine.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** CPUs as Linux writes lists of them: {@code 2,3,6-8}. The order is kept. */
final class CpuList {
  /** CPUs are numbered below this: as many as the C library's {@code cpu_set_t} holds. */
  private static final int LIMIT = 1024;

  private static final Pattern PART = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");

  private CpuList() {}

  /**
   * Reads a list of at least one.
   *
   * @throws ConfigException for anything else, naming what came
   */
  static List<Integer> parse(String text) {
    return Stream.of(text.strip().split("\\s*,\\s*")).flatMap(CpuList::range).toList();
  }

  private static Stream<Integer> range(String part) {
    Matcher matcher = PART.matcher(part);
    if (matcher.matches()) {
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (first <= last && last < LIMIT) {
        return IntStream.rangeClosed(first, last).boxed();
      }
    }
    throw new ConfigException("expected CPUs such as 2,3,6-8, got '" + part + "'");
  }
}
