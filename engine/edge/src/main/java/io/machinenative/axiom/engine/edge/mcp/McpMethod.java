package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.engine.edge.json.JsonText;

/**
 * A method that clients call. Immutable.
 *
 * @param name as the message has it
 * @param text the same as text
 * @param stateless whether revision 2026-07-28 has it
 * @param withSessions whether the older revisions have it
 * @param nameParameter the parameter that the header field Mcp-Name repeats; null for none
 */
record McpMethod(
    byte[] name,
    String text,
    boolean stateless,
    boolean withSessions,
    byte[] nameParameter,
    Handler handler) {

  /** Serves a request: answers it, now or later. */
  @FunctionalInterface
  interface Handler {
    /**
     * @throws RpcException to answer with an error
     */
    void handle(McpRequest request);
  }

  static McpMethod both(String name, Handler handler) {
    return new McpMethod(JsonText.ascii(name), name, true, true, null, handler);
  }

  static McpMethod statelessOnly(String name, Handler handler) {
    return new McpMethod(JsonText.ascii(name), name, true, false, null, handler);
  }

  static McpMethod statelessNamed(String name, String parameter, Handler handler) {
    return new McpMethod(
        JsonText.ascii(name), name, true, false, JsonText.ascii(parameter), handler);
  }

  static McpMethod withSessionsOnly(String name, Handler handler) {
    return new McpMethod(JsonText.ascii(name), name, false, true, null, handler);
  }

  static McpMethod named(String name, String parameter, Handler handler) {
    return new McpMethod(
        JsonText.ascii(name), name, true, true, JsonText.ascii(parameter), handler);
  }
}
