package io.machinenative.axiom.engine.control;

/** JSON Schemas of what the {@link RegistryTools} take. */
final class RegistrySchemas {
  private static final String KEY =
      """
      "key": {"type": "string", "description": "kind/name@version[/instance]"}
      """;

  private static final String REVISION =
      """
      "revision": {"type": "integer", "minimum": 1, "description": "That the record must have; without it, any."}
      """;

  private static final String RECORD =
      """
      "record": {
        "type": "object",
        "required": ["kind", "name", "version"],
        "properties": {
          "kind": {"type": "string"}, "name": {"type": "string"}, "version": {"type": "string"},
          "instance": {"type": "string", "description": "Of a service."},
          "title": {"type": "string"}, "description": {"type": "string"}, "author": {"type": "string"},
          "type": {"type": "string"}, "category": {"type": "string"},
          "tags": {"type": "array", "items": {"type": "string"}},
          "capabilities": {"type": "array", "items": {"type": "string"}},
          "platform": {"type": "string"}, "region": {"type": "string"}, "zone": {"type": "string"},
          "endpoints": {"type": "array", "items": {"type": "object", "required": ["uri"],
            "properties": {"uri": {"type": "string"}, "weight": {"type": "integer"}}}},
          "configuration": {"type": "object"}, "metadata": {"type": "object"},
          "metadataSchema": {"type": "string", "description": "name@version"},
          "status": {"type": "string"}, "health": {"type": "string"},
          "leaseMs": {"type": "integer", "minimum": 0}
        }
      }
      """;

  private static final String QUERY_FIELDS =
      """
      "kind": {"type": "string"},
      "name": {"type": "string"},
      "versions": {"type": "string", "description": "A range, such as ^1.2 or [1.0,2.0)."},
      "platform": {"type": "string"}, "type": {"type": "string"}, "category": {"type": "string"},
      "region": {"type": "string"}, "zone": {"type": "string"},
      "tags": {"type": "array", "items": {"type": "string"}, "description": "All of them."},
      "capabilities": {"type": "array", "items": {"type": "string"}, "description": "All of them."},
      "statuses": {"type": "array", "items": {"type": "string"}, "description": "Any of them."},
      "healths": {"type": "array", "items": {"type": "string"}, "description": "Any of them."},
      "textPrefix": {"type": "string", "description": "Of a word of the name or the title."},
      "registeredFromMs": {"type": "integer"}, "registeredBeforeMs": {"type": "integer"},
      "updatedFromMs": {"type": "integer"}, "updatedBeforeMs": {"type": "integer"},
      "sort": {"enum": ["name", "registered-at", "updated-at", "status"]},
      "descending": {"type": "boolean"},
      "limit": {"type": "integer", "minimum": 1, "maximum": 1000},
      "cursor": {"type": "string", "description": "next of the page before."}
      """;

  static final String NOTHING = object("", "");

  static final String REGISTER =
      object("\"record\"", RECORD + ", \"replace\": {\"type\": \"boolean\"}");

  static final String UPDATE =
      object(
          "\"key\"",
          KEY
              + ","
              + REVISION
              + ","
              + RECORD
              + ", \"status\": {\"type\": \"string\"}, \"health\": {\"type\": \"string\"}");

  static final String DEREGISTER = object("\"key\"", KEY + "," + REVISION);

  static final String GET = object("\"key\"", KEY);

  static final String QUERY = object("", QUERY_FIELDS);

  static final String HEARTBEAT =
      object(
          "\"keys\"",
          "\"keys\": {\"type\": \"array\", \"maxItems\": 1000, \"items\": {\"type\": \"string\"}}");

  static final String WATCH =
      object(
          "\"after\"",
          """
          "after": {"type": "integer", "minimum": 0, "description": "The revision that is known."},
          "kind": {"type": "string"},
          "namePrefix": {"type": "string"},
          "limit": {"type": "integer", "minimum": 1, "maximum": 1000},
          "waitMs": {"type": "integer", "minimum": 0, "maximum": 600000}
          """);

  private RegistrySchemas() {}

  private static String object(String required, String properties) {
    return "{\"type\": \"object\", \"additionalProperties\": false, \"required\": ["
        + required
        + "], \"properties\": {"
        + properties
        + "}}";
  }
}
