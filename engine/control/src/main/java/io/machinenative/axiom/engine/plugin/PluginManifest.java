package io.machinenative.axiom.engine.plugin;

import io.machinenative.axiom.engine.config.ConfigException;
import io.machinenative.axiom.engine.config.Yaml;
import io.machinenative.axiom.engine.json.Finding;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a plugin's jar says of itself in {@value #PATH}. Immutable; its form is the JSON Schema
 * {@link #SCHEMA}.
 *
 * @param id {@code [a-z0-9_-]{3,64}}
 * @param version semantic version
 * @param description one line for people; may be empty
 * @param tools names of the tools that it delivers: those and no others
 */
public record PluginManifest(String id, String version, String description, List<String> tools) {
  /** Where it lies in the jar. */
  public static final String PATH = "META-INF/axiom/plugin.yaml";

  /** JSON Schema (2020-12) of the manifest. */
  public static final String SCHEMA = readSchema();

  public PluginManifest {
    tools = List.copyOf(tools);
  }

  /**
   * Reads a manifest.
   *
   * @param source names it in errors
   * @throws PluginException with everything that does not fit
   */
  public static PluginManifest parse(String yaml, String source) {
    Object values;
    try {
      values = Yaml.read(yaml, source);
    } catch (ConfigException e) {
      throw new PluginException(e.getMessage(), e);
    }
    List<Finding> findings = Json.validate(SCHEMA, Json.write(values));
    if (!findings.isEmpty()) {
      throw new PluginException(
          source
              + ": "
              + findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
    }
    Map<?, ?> map = (Map<?, ?>) values;
    return new PluginManifest(
        (String) map.get("id"),
        (String) map.get("version"),
        map.containsKey("description") ? (String) map.get("description") : "",
        ((List<?>) map.get("tools")).stream().map(String.class::cast).toList());
  }

  private static String readSchema() {
    try (InputStream in = PluginManifest.class.getResourceAsStream("plugin-manifest.schema.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
