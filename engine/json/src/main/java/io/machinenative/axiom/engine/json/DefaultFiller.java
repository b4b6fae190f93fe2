package io.machinenative.axiom.engine.json;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts the defaults of absent optional components into a valid tree. Immutable, any thread. */
sealed interface DefaultFiller {
  void fill(JsonNode value);

  /**
   * A record: its own defaults first, then what is nested in its components.
   *
   * @param defaults by component, in order
   * @param nested fillers of the components that hold records; may hold this record again
   */
  record OfRecord(Map<String, JsonNode> defaults, Map<String, DefaultFiller> nested)
      implements DefaultFiller {
    @Override
    public void fill(JsonNode value) {
      if (!(value instanceof ObjectNode object)) {
        return;
      }
      defaults.forEach((name, preset) -> {
        if (!object.has(name)) {
          object.set(name, preset.deepCopy());
        }
      });
      nested.forEach((name, filler) -> {
        JsonNode component = object.get(name);
        if (component != null) {
          filler.fill(component);
        }
      });
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public String toString() {
      return "defaults " + defaults;
    }
  }

  /** A list or a map: each element. */
  record OfElements(DefaultFiller element) implements DefaultFiller {
    @Override
    public void fill(JsonNode value) {
      value.values().forEach(element::fill);
    }
  }
}
