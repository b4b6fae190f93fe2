package io.machinenative.axiom.engine.gateway.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.Map;

/**
 * Writes messages of JSON-RPC from parts that are JSON already. Every message is one line as long
 * as its parts are. Stateless; allocates.
 */
public final class Messages {
  /** An object without members. */
  public static final byte[] EMPTY = {'{', '}'};

  /** The method is not there. */
  public static final int UNKNOWN_METHOD = -32601;

  /** The parameters are wrong. */
  public static final int INVALID_PARAMS = -32602;

  /** Something went wrong. */
  public static final int INTERNAL = -32603;

  private Messages() {}

  public static byte[] request(long id, String method, byte[] params) {
    return join(
        ascii("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":"),
        params,
        ascii("}"));
  }

  public static byte[] notification(String method, byte[] params) {
    return join(
        ascii("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":"),
        params,
        ascii("}"));
  }

  /**
   * @param id as it came
   */
  public static byte[] answer(byte[] id, byte[] result) {
    return join(
        ascii("{\"jsonrpc\":\"2.0\",\"id\":"), id, ascii(",\"result\":"), result, ascii("}"));
  }

  /**
   * @param id as it came
   */
  public static byte[] refusal(byte[] id, int code, String message) {
    byte[] error = Json.write(Map.of("code", code, "message", message));
    return join(ascii("{\"jsonrpc\":\"2.0\",\"id\":"), id, ascii(",\"error\":"), error, ascii("}"));
  }

  /** An object of members whose values are JSON already. */
  public static byte[] object(Map<String, byte[]> members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    char before = '{';
    for (Map.Entry<String, byte[]> member : members.entrySet()) {
      out.write(before);
      out.writeBytes(Json.write(member.getKey()));
      out.write(':');
      out.writeBytes(member.getValue());
      before = ',';
    }
    if (before == '{') {
      out.write('{');
    }
    out.write('}');
    return out.toByteArray();
  }

  /** A text as JSON. */
  public static byte[] text(String text) {
    return Json.write(text);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] whole = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }
}
