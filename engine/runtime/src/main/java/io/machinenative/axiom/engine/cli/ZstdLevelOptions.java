package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.natives.zstd.ZstdSettings;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How hard to compress, as the zstd program takes it: {@code -1} to {@code -22}. */
final class ZstdLevelOptions {
  @Option(
      names = {
        "-1", "-2", "-3", "-4", "-5", "-6", "-7", "-8", "-9", "-10", "-11", "-12", "-13", "-14",
        "-15", "-16", "-17", "-18", "-19", "-20", "-21", "-22"
      },
      description = "Level, 1 to 22: more is smaller and slower (default: 3).")
  private boolean level;

  @Option(
      names = "--fast",
      paramLabel = "N",
      description = "Faster than level 1, and larger: level minus N.")
  private Optional<Integer> fast = Optional.empty();

  /**
   * The level that the command line names; the last one counts.
   *
   * @param arguments of the command line, as they were given
   */
  int level(List<String> arguments) {
    if (fast.isPresent()) {
      return -fast.get();
    }
    return arguments.stream()
        .filter(argument -> level && argument.matches("-[0-9]{1,2}"))
        .mapToInt(argument -> Integer.parseInt(argument.substring(1)))
        .reduce(ZstdSettings.DEFAULT_LEVEL, (before, last) -> last);
  }
}
