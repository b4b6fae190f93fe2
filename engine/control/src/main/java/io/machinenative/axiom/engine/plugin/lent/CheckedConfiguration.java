package io.machinenative.axiom.engine.plugin.lent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.PluginConfiguration;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.json.Finding;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.RecordBinding;
import io.machinenative.axiom.engine.plugin.PluginException;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;

/** The operator's values over the manifest's defaults, checked against its schema. */
public record CheckedConfiguration(Map<String, Object> values, String json)
    implements PluginConfiguration {

  /**
   * Lays values over the manifest's defaults, map by map, and checks the whole.
   *
   * @param given the operator's; may be empty
   * @throws PluginException with everything that does not fit the manifest's schema
   */
  public static CheckedConfiguration of(PluginManifest manifest, Map<String, ?> given) {
    Map<String, Object> merged = merge(manifest.settings().defaults(), given);
    String json = Json.text(merged);
    String schema = manifest.settings().schema();
    List<Finding> findings =
        schema.isEmpty() ? List.of() : Json.validate(schema, json.getBytes(UTF_8));
    if (!findings.isEmpty()) {
      throw new PluginException(
          "the settings of plugin "
              + manifest
              + " do not fit its schema: "
              + findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
    }
    return new CheckedConfiguration(merged, json);
  }

  private static Map<String, Object> merge(Map<String, ?> below, Map<String, ?> above) {
    Map<String, Object> merged = new LinkedHashMap<>();
    below.forEach((name, value) -> merged.put(name, frozen(value)));
    above.forEach((name, value) -> {
      Object under = merged.get(name);
      merged.put(
          name,
          under instanceof Map<?, ?> lower && value instanceof Map<?, ?> upper
              ? merge(named(lower), named(upper))
              : frozen(value));
    });
    return Collections.unmodifiableMap(merged);
  }

  private static Map<String, Object> named(Map<?, ?> map) {
    Map<String, Object> named = new LinkedHashMap<>();
    map.forEach((key, value) -> named.put(String.valueOf(key), value));
    return named;
  }

  private static Object frozen(Object value) {
    return switch (value) {
      case Map<?, ?> map -> merge(named(map), Map.of());
      case List<?> list -> {
        List<Object> copy = new ArrayList<>();
        list.forEach(item -> copy.add(frozen(item)));
        yield Collections.unmodifiableList(copy);
      }
      case null, default -> value;
    };
  }

  @Override
  public <T extends Record> T as(Class<T> recordType) {
    byte[] bytes = json.getBytes(UTF_8);
    try {
      return RecordBinding.forOutput(recordType)
          .read(ContentType.JSON, new UnsafeBuffer(bytes), 0, bytes.length);
    } catch (ToolException e) {
      throw new IllegalArgumentException(
          "the settings do not fit " + recordType.getName() + ": " + e.getMessage(), e);
    }
  }
}
