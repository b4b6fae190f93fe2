package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.engine.edge.json.Members;
import io.machinenative.axiom.engine.json.HeaderArgument;
import io.machinenative.axiom.engine.json.Json;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Arguments that a schema wants repeated in header fields say the same in both places. Stateless;
 * allocates: tools that want this pay for it.
 */
final class HeaderRules {
  private HeaderRules() {}

  /**
   * @param arguments index of the arguments among the parameters, or ABSENT
   * @throws RpcException when a field is missing that must be there, or differs
   */
  static void check(McpReply reply, HeaderArgument[] headers, Members params, int arguments) {
    Object values = arguments == Members.ABSENT ? Map.of() : Json.read(params.copy(arguments));
    for (HeaderArgument header : headers) {
      Object value = header.valueIn(values);
      String field = reply.header(header.field());
      if (value == null && field == null) {
        continue;
      }
      String said = field == null ? null : StatelessRules.decoded(header.field(), field);
      if (value == null || said == null || !isSame(value, said)) {
        throw StatelessRules.mismatch(header.field(), String.valueOf(value), field);
      }
    }
  }

  private static boolean isSame(Object value, String said) {
    if (!(value instanceof Number)) {
      return value.toString().equals(said);
    }
    try {
      return new BigDecimal(value.toString()).compareTo(new BigDecimal(said)) == 0;
    } catch (NumberFormatException _) {
      return false;
    }
  }
}
