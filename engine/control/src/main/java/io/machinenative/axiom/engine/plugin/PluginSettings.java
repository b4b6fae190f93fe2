package io.machinenative.axiom.engine.plugin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a plugin can be told, as its manifest says.
 *
 * @param schema JSON Schema (2020-12) of its configuration as text; empty: anything goes
 * @param defaults that the operator's values are laid over
 */
public record PluginSettings(String schema, Map<String, Object> defaults) {
  /** Anything, and nothing by default. */
  public static final PluginSettings NONE = new PluginSettings("", Map.of());

  public PluginSettings {
    defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
  }
}
