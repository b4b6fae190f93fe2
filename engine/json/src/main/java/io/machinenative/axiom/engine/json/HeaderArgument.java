package io.machinenative.axiom.engine.json;

import java.util.List;
import java.util.Map;

/**
 * An argument that MCP's clients repeat in a header field, for those between who route by it:
 * {@code x-mcp-header} in the schema. Immutable.
 *
 * @param field {@code Mcp-Param-} and the name that the schema gives
 * @param path names of the properties from the arguments' object on
 */
public record HeaderArgument(String field, List<String> path) {
  public HeaderArgument {
    path = List.copyOf(path);
  }

  /**
   * Its value, null when there is none.
   *
   * @param arguments as JSON values
   */
  public Object valueIn(Object arguments) {
    Object value = arguments;
    for (String name : path) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return value;
  }
}
