package io.machinenative.axiom.engine.config;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** YAML 1.2 as plain Java values: Map, List, String, Boolean, Number, null. Any thread. */
public final class Yaml {
  private static final int MAX_CHARACTERS = 1024 * 1024;

  /** Collections that other places of a text may repeat: a text cannot blow up. */
  private static final int MAX_ALIASES = 16;

  private Yaml() {}

  /**
   * Reads one document.
   *
   * @param source names the text in errors
   * @return null when it is empty
   * @throws ConfigException when it is not YAML, has a key twice, or more than 1 Mi characters
   */
  public static Object read(String text, String source) {
    LoadSettings settings =
        LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setCodePointLimit(MAX_CHARACTERS)
            .setLabel(source)
            .build();
    try {
      return new Load(settings).loadFromString(text);
    } catch (YamlEngineException e) {
      throw new ConfigException(source + " is not YAML: " + e.getMessage(), e);
    }
  }
}
