package io.machinenative.axiom.engine.plugin;

import io.machinenative.axiom.engine.config.ConfigException;
import io.machinenative.axiom.engine.config.Quantity;
import io.machinenative.axiom.engine.config.Yaml;
import io.machinenative.axiom.engine.json.Finding;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.JsonSchema;
import io.machinenative.axiom.engine.registry.model.SemanticVersion;
import io.machinenative.axiom.engine.registry.model.VersionRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns the text of a manifest into values. Stateless. */
final class ManifestReader {
  private static final JsonSchema SCHEMA = JsonSchema.compile(readSchema());

  private final Map<?, ?> values;
  private final String source;

  private ManifestReader(Map<?, ?> values, String source) {
    this.values = values;
    this.source = source;
  }

  static PluginManifest read(String yaml, String source) {
    Object values;
    try {
      values = Yaml.read(yaml, source);
    } catch (ConfigException e) {
      throw new PluginException(e.getMessage(), e);
    }
    List<Finding> findings = SCHEMA.check(Json.write(values));
    if (!findings.isEmpty()) {
      throw new PluginException(source + ": " + sentence(findings));
    }
    ManifestReader reader = new ManifestReader((Map<?, ?>) values, source);
    try {
      return reader.manifest();
    } catch (IllegalArgumentException | ConfigException e) {
      throw new PluginException(source + ": " + e.getMessage(), e);
    }
  }

  static String sentence(List<Finding> findings) {
    return findings.stream().map(Finding::toString).collect(Collectors.joining("; "));
  }

  private PluginManifest manifest() {
    String version = text(values, "version", "");
    SemanticVersion.of(version);
    return new PluginManifest(
        text(values, "id", ""),
        version,
        text(values, "description", ""),
        VersionRange.of(text(values, "engine", "*")),
        Optional.of(texts(values, "tools")),
        texts(values, "exports"),
        texts(values, "requires"),
        dependencies(),
        number(values, "priority", PluginManifest.DEFAULT_PRIORITY),
        permissions(map("permissions")),
        limits(map("limits")),
        settings(map("configuration")));
  }

  private List<PluginDependency> dependencies() {
    List<PluginDependency> dependencies = new ArrayList<>();
    List<?> entries = values.get("dependencies") instanceof List<?> list ? list : List.of();
    for (Object entry : entries) {
      Map<?, ?> map = (Map<?, ?>) entry;
      dependencies.add(
          new PluginDependency(
              text(map, "id", ""), VersionRange.of(text(map, "range", "*")), flag(map, "soft")));
    }
    return dependencies;
  }

  private static PluginPermissions permissions(Map<?, ?> map) {
    return new PluginPermissions(
        texts(map, "files"),
        flag(map, "network"),
        flag(map, "natives"),
        flag(map, "processes"),
        texts(map, "secrets"));
  }

  private static PluginLimits limits(Map<?, ?> map) {
    Object memory = map.get("memory");
    return new PluginLimits(
        memory == null
            ? PluginLimits.DEFAULTS.memoryBytes()
            : Quantity.bytes(String.valueOf(memory)),
        number(map, "threads", PluginLimits.DEFAULTS.threads()),
        number(map, "concurrency", PluginLimits.UNBOUNDED));
  }

  /** The defaults must be what the schema asks for, but for what only the operator can know. */
  private PluginSettings settings(Map<?, ?> map) {
    String schema = map.containsKey("schema") ? Json.text(map.get("schema")) : "";
    if (!schema.isEmpty()) {
      JsonSchema.compile(schema);
    }
    Map<String, Object> defaults =
        map.get("defaults") instanceof Map<?, ?> given ? named(given) : Map.of();
    return new PluginSettings(schema, defaults);
  }

  private Map<String, Object> named(Map<?, ?> given) {
    Map<String, Object> named = new LinkedHashMap<>();
    given.forEach((key, value) -> {
      if (!(key instanceof String name)) {
        throw new PluginException(source + ": configuration: expected names as keys, got " + key);
      }
      named.put(name, value);
    });
    return named;
  }

  private Map<?, ?> map(String key) {
    return values.get(key) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String text(Map<?, ?> map, String key, String otherwise) {
    return map.containsKey(key) ? (String) map.get(key) : otherwise;
  }

  private static int number(Map<?, ?> map, String key, int otherwise) {
    return map.containsKey(key) ? ((Number) map.get(key)).intValue() : otherwise;
  }

  private static boolean flag(Map<?, ?> map, String key) {
    return Boolean.TRUE.equals(map.get(key));
  }

  private static List<String> texts(Map<?, ?> map, String key) {
    return map.get(key) instanceof List<?> list
        ? list.stream().map(String.class::cast).toList()
        : List.of();
  }

  static String readSchema() {
    try (InputStream in = PluginManifest.class.getResourceAsStream("plugin-manifest.schema.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
