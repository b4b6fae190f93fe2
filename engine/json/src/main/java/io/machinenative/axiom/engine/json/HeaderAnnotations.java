package io.machinenative.axiom.engine.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds the arguments that a schema wants repeated in header fields, and refuses what MCP's clients
 * refuse: a tool with one bad {@code x-mcp-header} is not there for them. Stateless; allocates.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/draft/basic/transports">MCP, custom
 *     headers from tool parameters</a>
 */
public final class HeaderAnnotations {
  private static final String KEYWORD = "x-mcp-header";
  private static final String PREFIX = "Mcp-Param-";

  /** A token of RFC 9110, 5.6.2. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+\\-.^_`|~0-9A-Za-z]+");

  /**
   * The specification leaves numbers out; the official clients, and its conformance suite, do not.
   */
  private static final Set<String> TYPES = Set.of("string", "integer", "boolean", "number");

  /** Below these an annotation does not belong to one argument. */
  private static final List<String> ELSEWHERE =
      List.of(
          "items",
          "prefixItems",
          "contains",
          "additionalProperties",
          "unevaluatedProperties",
          "unevaluatedItems",
          "propertyNames",
          "oneOf",
          "anyOf",
          "allOf",
          "not",
          "if",
          "then",
          "else");

  /** As those, but what they hold are schemas by name. */
  private static final List<String> ELSEWHERE_BY_NAME =
      List.of("patternProperties", "dependentSchemas", "$defs", "definitions");

  private final List<HeaderArgument> found = new ArrayList<>();
  private final Set<String> fields = new TreeSet<>();

  private HeaderAnnotations() {}

  /**
   * The arguments that are repeated, in the order of the schema.
   *
   * @param schema as JSON values
   * @throws IllegalArgumentException when an annotation is none that a client accepts
   */
  public static List<HeaderArgument> of(Object schema) {
    HeaderAnnotations all = new HeaderAnnotations();
    all.collect(schema, new ArrayList<>(), true);
    return List.copyOf(all.found);
  }

  private void collect(Object schema, List<String> path, boolean reachable) {
    if (!(schema instanceof Map<?, ?> map)) {
      return;
    }
    if (map.containsKey(KEYWORD)) {
      add(map, path, reachable && !path.isEmpty());
    }
    if (map.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach((name, property) -> {
        path.add(name.toString());
        collect(property, path, reachable);
        path.removeLast();
      });
    }
    for (String keyword : ELSEWHERE) {
      if (map.get(keyword) instanceof List<?> several) {
        elsewhere(several, path);
      } else {
        collect(map.get(keyword), path, false);
      }
    }
    for (String keyword : ELSEWHERE_BY_NAME) {
      if (map.get(keyword) instanceof Map<?, ?> byName) {
        elsewhere(byName.values(), path);
      }
    }
  }

  private void elsewhere(Collection<?> schemas, List<String> path) {
    schemas.forEach(schema -> collect(schema, path, false));
  }

  private void add(Map<?, ?> property, List<String> path, boolean reachable) {
    Object name = property.get(KEYWORD);
    if (!reachable) {
      throw refused(path, "expected it at a property of the arguments, below properties alone");
    }
    if (!(name instanceof String text && TOKEN.matcher(text).matches())) {
      throw refused(path, "expected the name of a header field, got " + name);
    }
    if (!(property.get("type") instanceof String type && TYPES.contains(type))) {
      throw refused(
          path,
          "expected the type string, integer, number or boolean, got " + property.get("type"));
    }
    if (!fields.add(text.toLowerCase(Locale.ROOT))) {
      throw refused(path, "expected a name of its own, got " + text + " again");
    }
    found.add(new HeaderArgument(PREFIX + text, path));
  }

  private static IllegalArgumentException refused(List<String> path, String why) {
    return new IllegalArgumentException(KEYWORD + " at /" + String.join("/", path) + ": " + why);
  }
}
