package io.machinenative.axiom.engine.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration file that was read. Immutable.
 *
 * @param text of the file
 * @param values of every key, as it is written or by default
 * @param config what they mean
 */
public record ConfigFile(String text, Map<ConfigKey, String> values, EngineConfig config) {
  public ConfigFile {
    values = Map.copyOf(values);
  }

  /**
   * A key that has another value. Immutable.
   *
   * @param before as it was written or by default
   * @param after as it is written or by default
   */
  public record Change(ConfigKey key, String before, String after) {
    /** For people; what is secret is left out. */
    @Override
    public String toString() {
      return key.isSecret()
          ? key.path() + ": changed"
          : key.path() + ": " + before + " -> " + after;
    }
  }

  /** What is different in another one, in the order of keys. */
  public List<Change> changesTo(ConfigFile next) {
    List<Change> changes = new ArrayList<>();
    new EnumMap<>(values)
        .forEach((key, before) -> {
          String after = next.values.get(key);
          if (!before.equals(after)) {
            changes.add(new Change(key, before, after));
          }
        });
    return changes;
  }
}
