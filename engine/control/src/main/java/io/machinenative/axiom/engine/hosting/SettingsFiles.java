package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.config.ConfigException;
import io.machinenative.axiom.engine.config.Yaml;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator says of plugins, in layers, each over the one before: what the embedder gave,
 * {@code ID.yaml}, {@code ID.ENV.yaml}, then environment variables {@code AXIOM_PLUGIN_ID_*} for
 * single settings of the plugin's configuration. Any thread; reads files.
 */
public final class SettingsFiles implements SettingsSource {
  /** Which environment this is, unless {@code AXIOM_ENV} says so. */
  static final String DEFAULT_ENVIRONMENT = "development";

  private final Optional<Path> folder;
  private final Map<String, String> variables;
  private final Map<String, Map<String, Object>> embedded;
  private final String environment;

  /**
   * @param folder of the files; empty: there are none
   * @param variables of the process
   * @param embedded configurations by plugin id
   */
  public SettingsFiles(
      Optional<Path> folder,
      Map<String, String> variables,
      Map<String, Map<String, Object>> embedded) {
    this.folder = folder;
    this.variables = variables;
    this.embedded = embedded;
    environment = variables.getOrDefault("AXIOM_ENV", DEFAULT_ENVIRONMENT);
  }

  @Override
  public OperatorSettings of(PluginManifest manifest) {
    String id = manifest.id();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("configuration", embedded.getOrDefault(id, Map.of()));
    for (String name : List.of(id + ".yaml", id + "." + environment + ".yaml")) {
      if (folder.isPresent()) {
        values = over(values, read(folder.get().resolve(name)));
      }
    }
    Map<String, Object> variable = SettingsVariables.of(manifest, variables);
    if (!variable.isEmpty()) {
      values = over(values, Map.of("configuration", variable));
    }
    return SettingsReader.read(values, "the settings of plugin " + id);
  }

  private static Map<String, Object> read(Path file) {
    try {
      Object values = Yaml.read(Files.readString(file), file.toString());
      return switch (values) {
        case null -> Map.of();
        case Map<?, ?> map -> named(map);
        default -> throw new ConfigException(file + ": expected settings by name, got " + values);
      };
    } catch (NoSuchFileException _) {
      return Map.of(); // the operator says nothing here
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be read: " + e, e);
    }
  }

  private static Map<String, Object> over(Map<String, Object> below, Map<String, Object> above) {
    Map<String, Object> merged = new LinkedHashMap<>(below);
    above.forEach((name, value) -> {
      Object under = merged.get(name);
      merged.put(
          name,
          under instanceof Map<?, ?> lower && value instanceof Map<?, ?> upper
              ? over(named(lower), named(upper))
              : value);
    });
    return merged;
  }

  private static Map<String, Object> named(Map<?, ?> map) {
    Map<String, Object> named = new LinkedHashMap<>();
    List<Object> strange = new ArrayList<>();
    map.forEach((key, value) -> {
      if (key instanceof String name) {
        named.put(name, value);
      } else {
        strange.add(key);
      }
    });
    if (!strange.isEmpty()) {
      throw new ConfigException("expected names as keys, got " + strange);
    }
    return named;
  }
}
