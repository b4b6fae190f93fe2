package io.machinenative.axiom.engine.gateway.session;

import io.machinenative.axiom.engine.json.HeaderArgument;
import java.util.List;

/** Repeats arguments in header fields. Stateless. */
public final class HeaderArguments {
  private HeaderArguments() {}

  /**
   * Adds the fields of a call.
   *
   * @param arguments as JSON values
   */
  public static void add(Request request, List<HeaderArgument> headers, Object arguments) {
    for (HeaderArgument header : headers) {
      Object value = header.valueIn(arguments);
      if (value instanceof String || value instanceof Number || value instanceof Boolean) {
        request.header(header.field(), HeaderText.of(value.toString()));
      }
    }
  }
}
