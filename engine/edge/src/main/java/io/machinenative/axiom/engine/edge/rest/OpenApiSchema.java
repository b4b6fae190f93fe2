package io.machinenative.axiom.engine.edge.rest;

import io.machinenative.axiom.engine.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A tool's JSON Schema as a component of an OpenAPI document. A reference within a schema begins at
 * the root of the document that it lies in: so {@code #/$defs/x} becomes {@code
 * #/components/schemas/NAME/$defs/x}, and one to an anchor becomes one to the anchor's place, which
 * also keeps anchors of several tools apart. Readers of OpenAPI follow such references, while many
 * of them do not know {@code $id}; a schema that cannot do without (it has an {@code $id} further
 * down, dynamic references, or another dialect) stays as it is, with an {@code $id} of its own.
 *
 * <p>Used once, by one thread; allocates.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.1.html#schema-object">OpenAPI 3.1, Schema
 *     Object</a>
 */
final class OpenApiSchema {
  /** Where schemas lie in the document. */
  static final String PLACE = "#/components/schemas/";

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final Set<String> NAMED =
      Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");
  private static final Set<String> DATA = Set.of("const", "enum", "default", "examples", "example");
  private static final Set<String> OWN_BASE =
      Set.of("$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor");

  private final String place;
  private final Map<String, String> anchors = new HashMap<>();
  private String id = "";
  private boolean needsBase;

  private OpenApiSchema(String component) {
    place = PLACE + component;
  }

  /**
   * The schema as it is written there.
   *
   * @param json as the tool gives it
   * @param component its name there
   */
  static String of(String json, String component) {
    if (json.indexOf('$') < 0 || !(Json.read(json) instanceof Map<?, ?> map)) {
      return json;
    }
    OpenApiSchema schema = new OpenApiSchema(component);
    schema.schema(map, ""); // finds all anchors
    if (!schema.needsBase) {
      return Json.text(schema.schema(map, ""));
    }
    if (!schema.id.isEmpty()) {
      return json;
    }
    Map<String, Object> based = new LinkedHashMap<>();
    based.put("$id", "urn:axiom:schema:" + component);
    map.forEach((key, value) -> based.put(key.toString(), value));
    return Json.text(based);
  }

  /** A copy of a schema, or of a list of schemas, that can lie there. */
  private Object schema(Object value, String at) {
    return switch (value) {
      case List<?> list -> {
        Object[] copy = new Object[list.size()];
        for (int i = 0; i < copy.length; i++) {
          copy[i] = schema(list.get(i), at + "/" + i);
        }
        yield Arrays.asList(copy);
      }
      case Map<?, ?> map -> {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, member) -> keyword(copy, key.toString(), member, at));
        yield copy;
      }
      case null, default -> value;
    };
  }

  private void keyword(Map<String, Object> copy, String name, Object value, String at) {
    if (DATA.contains(name)) {
      copy.put(name, value);
    } else if (NAMED.contains(name) && value instanceof Map<?, ?> schemas) {
      Map<String, Object> each = new LinkedHashMap<>();
      schemas.forEach((key, one) ->
          each.put(key.toString(), schema(one, below(below(at, name), key.toString()))));
      copy.put(name, each);
    } else if (value instanceof String text && name.startsWith("$")) {
      core(copy, name, text, at);
    } else {
      needsBase |= OWN_BASE.contains(name);
      copy.put(name, schema(value, below(at, name)));
    }
  }

  private void core(Map<String, Object> copy, String name, String text, String at) {
    switch (name) {
      case "$ref" -> copy.put(name, local(text));
      case "$anchor" -> anchors.put(text, place + at);
      case "$id" -> {
        needsBase |= !at.isEmpty();
        id = at.isEmpty() ? text : id;
      }
      case "$schema" -> needsBase |= !text.equals(DIALECT);
      default -> {
        needsBase |= OWN_BASE.contains(name);
        copy.put(name, text);
      }
    }
  }

  /** A reference as it is written in the document; one to elsewhere stays. */
  private String local(String reference) {
    String fragment =
        !id.isEmpty() && reference.startsWith(id) ? reference.substring(id.length()) : reference;
    if (fragment.isEmpty() || fragment.equals("#")) {
      return place;
    }
    if (fragment.startsWith("#/")) {
      return place + fragment.substring(1);
    }
    return fragment.startsWith("#")
        ? anchors.getOrDefault(fragment.substring(1), reference)
        : reference;
  }

  private static String below(String at, String name) {
    String token = name.replace("~", "~0").replace("/", "~1");
    try {
      return at + "/" + new URI(null, null, token).getRawFragment();
    } catch (URISyntaxException e) {
      throw new AssertionError("what is not allowed is quoted: " + token, e);
    }
  }
}
