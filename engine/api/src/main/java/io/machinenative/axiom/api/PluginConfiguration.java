package io.machinenative.axiom.api;

import java.util.Map;

/** Settings of a plugin, checked against the JSON Schema of its manifest. Immutable, any thread. */
public interface PluginConfiguration {
  /**
   * Binds the settings to a record: components by name, defaults filled in, constraints checked.
   * Settings that the record does not have are left out.
   *
   * @throws IllegalArgumentException when they do not fit the record, naming path, expected and
   *     found
   */
  <T extends Record> T as(Class<T> recordType);

  /** The settings as Map, List, String, Boolean, Number and null; cannot be changed. */
  Map<String, Object> values();

  /** The settings as compact JSON. */
  String json();
}
