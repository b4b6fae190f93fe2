package io.machinenative.axiom.engine.gateway.session;

import io.machinenative.axiom.engine.gateway.session.RemoteTool.HeaderArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the arguments that are repeated in header fields, and repeats them. Stateless. */
public final class HeaderArguments {
  private HeaderArguments() {}

  /** Those that a schema marks with {@code x-mcp-header}, no further than {@code properties}. */
  static List<HeaderArgument> of(Object schema) {
    List<HeaderArgument> found = new ArrayList<>();
    collect(schema, new ArrayList<>(), found);
    return found;
  }

  private static void collect(Object schema, List<String> path, List<HeaderArgument> found) {
    if (!(schema instanceof Map<?, ?> map && map.get("properties") instanceof Map<?, ?> members)) {
      return;
    }
    members.forEach((name, member) -> {
      path.add(name.toString());
      if (member instanceof Map<?, ?> property
          && property.get("x-mcp-header") instanceof String field
          && field.matches("[A-Za-z0-9-]{1,64}")) {
        found.add(new HeaderArgument("Mcp-Param-" + field, path));
      }
      collect(member, path, found);
      path.removeLast();
    });
  }

  /**
   * Adds the fields of a call.
   *
   * @param arguments as JSON values
   */
  public static void add(Request request, List<HeaderArgument> headers, Object arguments) {
    for (HeaderArgument header : headers) {
      Object value = arguments;
      for (String step : header.path()) {
        value = value instanceof Map<?, ?> map ? map.get(step) : null;
      }
      if (value instanceof String || value instanceof Number || value instanceof Boolean) {
        request.header(header.field(), HeaderText.of(value.toString()));
      }
    }
  }
}
