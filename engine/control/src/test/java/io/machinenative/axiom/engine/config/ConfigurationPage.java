package io.machinenative.axiom.engine.config;

import java.util.ArrayList;
import java.util.List;

/** Writes {@code docs/configuration.md}: one row for each {@link ConfigKey}. */
final class ConfigurationPage {
  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Made from ConfigKey by the build. To make it again after a change:
           ./axiom test -pl engine/control -am -Dtest=ConfigurationPageTest \
      -Dsurefire.failIfNoSpecifiedTests=false -Daxiom.regenerate=true -->

      `./axiom serve --config FILE` reads YAML 1.2. Every key has a default, so a file names only what differs. A key that is
      not known, one that is given twice, and a value that does not fit are errors, which name the key and what was expected;
      the server does not start then (exit code 2). `--listen`, `--data`, `--aeron-dir` and `--external-driver` go before the file.
      The values in force are printed at start.

      The file is followed while the server runs. A changed one is checked as a whole; then new sessions, timers and limits go
      by it, and each change is told on standard error. When it is wrong, or changes a key that is not marked below, it is
      refused as a whole with the reason, and the one before stays in force. Open sessions keep what they were granted.

      ```yaml
      name: billing
      listen:
        - tcp://127.0.0.1:7400
        - aeron:ipc
      data: /var/lib/axiom
      auth:
        token: choose-a-long-random-text
      limits:
        message: 32MiB
        heartbeat: 1s
      ```

      A dot in a key below is a level in the file. Embedders set the same through `Engine.builder()`; what is below `limits`
      is the record `EngineLimits`.

      | key | value | default | while it runs | meaning |
      |---|---|---|---|---|
      """;

  private static final String UNITS =
      """

      Sizes take B, kB, KiB, MB, MiB, GB, GiB, or no unit for bytes. Durations take ns, us, ms, s, m, h, and need their unit.
      What the limits cost, and how to choose them: [operating](operating.md#sizing-memory).
      """;

  private ConfigurationPage() {}

  static List<String> lines() {
    List<String> lines = new ArrayList<>(INTRODUCTION.lines().toList());
    for (ConfigKey key : ConfigKey.values()) {
      lines.add(
          "| `%s` | %s | %s | %s | %s |"
              .formatted(
                  key.path(),
                  key.kind().form(),
                  defaultOf(key),
                  key.isReloadable() ? "changes" : "",
                  escaped(key.meaning())));
    }
    lines.addAll(UNITS.lines().toList());
    return lines;
  }

  private static String defaultOf(ConfigKey key) {
    return key.defaultValue().isEmpty() ? "" : "`" + key.defaultValue() + "`";
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|");
  }
}
