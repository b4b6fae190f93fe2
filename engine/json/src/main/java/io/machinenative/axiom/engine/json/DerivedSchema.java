package io.machinenative.axiom.engine.json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schema that was derived from a record, as text and ready to check values. Immutable, any
 * thread. It knows no class of the record, so it may outlive them.
 */
final class DerivedSchema {
  private final ObjectNode tree;
  private final String text;

  /** For trees alone: a mapper remembers the classes that it has seen. */
  private final JsonMapper mapper;

  /** Null until it is asked for; made twice by two that ask at once, both alike. */
  private volatile JsonSchema whole;

  /** As {@link #whole}; a record has at most one component of bytes. */
  private volatile JsonSchema withoutBytes;

  /**
   * @param tree owned by this from now on
   * @param mapper for trees alone
   */
  DerivedSchema(ObjectNode tree, JsonMapper mapper) {
    this.tree = tree;
    this.mapper = mapper;
    text = mapper.writeValueAsString(tree);
  }

  /** In one line. */
  String text() {
    return text;
  }

  /** Checks values of the record. */
  JsonSchema whole() {
    JsonSchema made = whole;
    if (made == null) {
      made = JsonSchema.of(tree, mapper);
      whole = made;
    }
    return made;
  }

  /**
   * Checks values whose bytes travel elsewhere.
   *
   * @param component that holds them
   */
  JsonSchema without(String component) {
    JsonSchema made = withoutBytes;
    if (made == null) {
      made = JsonSchema.of(rest(component), mapper);
      withoutBytes = made;
    }
    return made;
  }

  private ObjectNode rest(String component) {
    ObjectNode rest = tree.deepCopy();
    if (rest.get("properties") instanceof ObjectNode properties) {
      properties.remove(component);
    }
    JsonNode required = rest.remove("required");
    if (required != null) {
      required
          .valueStream()
          .filter(name -> !name.asString().equals(component))
          .forEach(rest.withArray("required")::add);
    }
    return rest;
  }
}
