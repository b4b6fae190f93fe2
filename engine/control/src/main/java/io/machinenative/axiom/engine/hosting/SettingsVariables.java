package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.config.ConfigException;
import io.machinenative.axiom.engine.config.Yaml;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings in environment variables: {@code AXIOM_PLUGIN_GREETER_CACHE_SIZE} is {@code cache.size},
 * {@code cache-size} or {@code cacheSize} of the plugin {@code greeter}, whichever its schema or
 * its defaults have. The value is read as YAML. Stateless.
 */
final class SettingsVariables {
  private static final String PREFIX = "AXIOM_PLUGIN_";

  private SettingsVariables() {}

  /**
   * @throws ConfigException when a variable names no setting of the plugin
   */
  static Map<String, Object> of(PluginManifest manifest, Map<String, String> variables) {
    String prefix = PREFIX + spelled(manifest.id()) + "_";
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, List<String>> known = null;
    for (Map.Entry<String, String> variable : new TreeMap<>(variables).entrySet()) {
      if (variable.getKey().startsWith(prefix)) {
        known = known == null ? paths(manifest) : known;
        List<String> path = known.get(variable.getKey().substring(prefix.length()));
        if (path == null) {
          throw new ConfigException(
              variable.getKey()
                  + ": expected a setting of plugin "
                  + manifest.id()
                  + ", one of "
                  + prefix
                  + known.keySet());
        }
        put(values, path, Yaml.read(variable.getValue(), variable.getKey()));
      }
    }
    return values;
  }

  private static Map<String, List<String>> paths(PluginManifest manifest) {
    Map<String, List<String>> paths = new TreeMap<>();
    collectValues(manifest.settings().defaults(), List.of(), paths);
    String schema = manifest.settings().schema();
    if (!schema.isEmpty() && Json.read(schema) instanceof Map<?, ?> map) {
      collectSchema(map, List.of(), paths);
    }
    return paths;
  }

  private static void collectValues(
      Map<?, ?> values, List<String> above, Map<String, List<String>> paths) {
    values.forEach((name, value) -> {
      List<String> path = below(above, String.valueOf(name));
      if (value instanceof Map<?, ?> inner) {
        collectValues(inner, path, paths);
      }
      paths.put(spelled(path), path);
    });
  }

  private static void collectSchema(
      Map<?, ?> schema, List<String> above, Map<String, List<String>> paths) {
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach((name, property) -> {
        List<String> path = below(above, String.valueOf(name));
        paths.put(spelled(path), path);
        if (property instanceof Map<?, ?> inner) {
          collectSchema(inner, path, paths);
        }
      });
    }
  }

  private static List<String> below(List<String> above, String name) {
    List<String> path = new ArrayList<>(above);
    path.add(name);
    return path;
  }

  private static String spelled(List<String> path) {
    return String.join("_", path.stream().map(SettingsVariables::spelled).toList());
  }

  /** {@code cacheSize} and {@code cache-size} as {@code CACHE_SIZE}. */
  private static String spelled(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("[^A-Za-z0-9]", "_")
        .toUpperCase(Locale.ROOT);
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> values, List<String> path, Object value) {
    Map<String, Object> at = values;
    for (String name : path.subList(0, path.size() - 1)) {
      at = (Map<String, Object>) at.computeIfAbsent(name, n -> new LinkedHashMap<>());
    }
    at.put(path.getLast(), value);
  }
}
