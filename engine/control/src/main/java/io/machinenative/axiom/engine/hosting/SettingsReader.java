package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.config.ConfigException;
import io.machinenative.axiom.engine.config.Quantity;
import io.machinenative.axiom.engine.json.Finding;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns the operator's settings of a plugin from plain values into records. Stateless. */
final class SettingsReader {
  /** JSON Schema (2020-12) of a file of settings. */
  private static final JsonSchema SCHEMA = JsonSchema.compile(readSchema());

  private SettingsReader() {}

  /**
   * @param source names them in errors
   * @throws ConfigException with everything that does not fit
   */
  static OperatorSettings read(Map<String, Object> values, String source) {
    List<Finding> findings = SCHEMA.check(Json.write(values));
    if (!findings.isEmpty()) {
      throw new ConfigException(
          source
              + ": "
              + findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
    }
    try {
      return new OperatorSettings(
          map(values, "configuration"),
          errors(map(values, "errors")),
          duration(map(values, "health"), "every", OperatorSettings.HEALTH_PERIOD_NS),
          rollback(values));
    } catch (IllegalArgumentException | ConfigException e) {
      throw new ConfigException(source + ": " + e.getMessage(), e);
    }
  }

  private static ErrorPolicy errors(Map<String, Object> map) {
    ErrorPolicy none = ErrorPolicy.CONTINUE;
    String strategy = String.valueOf(map.getOrDefault("strategy", "continue"));
    long pauseNs = duration(map, "pause", none.pauseNs());
    return new ErrorPolicy(
        ErrorPolicy.Strategy.valueOf(strategy.toUpperCase(Locale.ROOT)),
        number(map, "attempts", none.attempts()),
        duration(map, "wait", none.waitNs()),
        String.valueOf(map.getOrDefault("tool", "")),
        number(map, "failures", none.failures()),
        duration(map, "within", none.withinNs()),
        pauseNs,
        duration(map, "max-pause", Math.max(pauseNs, none.pauseMaxNs())));
  }

  private static Optional<RollbackRule> rollback(Map<String, Object> values) {
    if (!values.containsKey("rollback")) {
      return Optional.empty();
    }
    Map<String, Object> map = map(values, "rollback");
    return Optional.of(
        new RollbackRule(
            ((Number) map.getOrDefault("error-rate", 0.5)).doubleValue(),
            number(map, "calls", 20),
            duration(map, "within", 60_000_000_000L)));
  }

  private static int number(Map<String, Object> map, String name, int otherwise) {
    return map.containsKey(name) ? ((Number) map.get(name)).intValue() : otherwise;
  }

  private static long duration(Map<String, Object> map, String name, long otherwiseNs) {
    return map.containsKey(name) ? Quantity.nanoseconds((String) map.get(name)) : otherwiseNs;
  }

  private static Map<String, Object> map(Map<String, Object> values, String name) {
    Map<String, Object> named = new LinkedHashMap<>();
    if (values.get(name) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> named.put(String.valueOf(key), value));
    }
    return named;
  }

  private static String readSchema() {
    try (InputStream in = SettingsReader.class.getResourceAsStream("plugin-settings.schema.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
