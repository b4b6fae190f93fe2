package io.machinenative.axiom.engine.edge.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.edge.json.JsonText;
import io.machinenative.axiom.engine.edge.json.Members;
import io.machinenative.axiom.engine.json.Json;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What each request of revision 2026-07-28 must carry: the revision and the client's capabilities
 * in {@code _meta}, and, by HTTP, header fields that say the same as the body. Those between route
 * by the fields, so a request in which the two differ is refused.
 *
 * <p>Stateless; allocates nothing for a request that is right, but the texts of its header fields.
 */
final class StatelessRules {
  static final byte[] VERSION_KEY = JsonText.ascii("io.modelcontextprotocol/protocolVersion");
  static final byte[] CAPABILITIES_KEY =
      JsonText.ascii("io.modelcontextprotocol/clientCapabilities");
  static final CharSequence VERSION_FIELD = AsciiString.cached("MCP-Protocol-Version");
  private static final CharSequence METHOD_FIELD = AsciiString.cached("Mcp-Method");
  private static final CharSequence NAME_FIELD = AsciiString.cached("Mcp-Name");
  private static final String ENCODED = "=?base64?";
  private static final String ENCODED_END = "?=";

  private StatelessRules() {}

  /**
   * @param method null when there is no such method
   * @throws RpcException for the first rule that does not hold
   */
  static void check(McpReply reply, Envelope envelope, McpMethod method) {
    Members meta = envelope.meta();
    int version = meta.find(VERSION_KEY);
    if (!meta.isText(version)) {
      throw missing("io.modelcontextprotocol/protocolVersion");
    }
    boolean spoken = meta.isText(version, Revision.STATELESS);
    int capabilities = meta.find(CAPABILITIES_KEY);
    if (capabilities == Members.ABSENT || meta.kind(capabilities) != '{') {
      throw missing("io.modelcontextprotocol/clientCapabilities");
    }
    if (reply.isHttp()) {
      requireSame(reply, VERSION_FIELD, spoken ? Revision.STATELESS : meta.text(version));
    }
    if (!spoken) {
      throw unsupported(meta.text(version));
    }
    if (reply.isHttp()) {
      requireSame(reply, METHOD_FIELD, method == null ? envelope.method() : method.text());
      if (method != null && method.nameParameter() != null) {
        checkName(reply, envelope.params(), method.nameParameter());
      }
    }
  }

  private static RpcException missing(String key) {
    return new RpcException(
        400, RpcError.INVALID_PARAMS, "expected params._meta with \"" + key + "\"", null);
  }

  static RpcException unsupported(String version) {
    List<String> supported = new ArrayList<>();
    supported.add(Revision.STATELESS);
    supported.addAll(Revision.WITH_SESSIONS);
    return new RpcException(
        400,
        RpcError.UNSUPPORTED_VERSION,
        "revision " + version + " is not spoken here",
        Json.text(Map.of("supported", supported, "requested", version)));
  }

  private static void requireSame(McpReply reply, CharSequence field, String expected) {
    String actual = reply.header(field);
    if (actual == null || !actual.equals(expected)) {
      throw mismatch(field, expected, actual);
    }
  }

  private static void checkName(McpReply reply, Members params, byte[] parameter) {
    int expected = params.find(parameter);
    if (!params.isText(expected)) {
      return; // wrong parameters: the method says what it expects
    }
    String actual = reply.header(NAME_FIELD);
    if (actual == null || !params.isText(expected, decoded(NAME_FIELD, actual))) {
      throw mismatch(NAME_FIELD, params.text(expected), actual);
    }
  }

  static RpcException mismatch(CharSequence field, String expected, String actual) {
    return new RpcException(
        400,
        RpcError.HEADER_MISMATCH,
        "header "
            + field
            + ": the body says '"
            + expected
            + "', the header says "
            + (actual == null ? "nothing" : "'" + actual + "'"),
        null);
  }

  /** A field's value, or what it holds in base64. */
  static String decoded(CharSequence field, String value) {
    if (!value.startsWith(ENCODED) || !value.endsWith(ENCODED_END)) {
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c > 0x7E || (c < 0x20 && c != '\t')) {
          throw new RpcException(
              400, RpcError.HEADER_MISMATCH, "header " + field + ": not ASCII", null);
        }
      }
      return value;
    }
    String text = value.substring(ENCODED.length(), value.length() - ENCODED_END.length());
    try {
      if (text.length() % 4 != 0) {
        throw new IllegalArgumentException("without its padding");
      }
      return new String(Base64.getDecoder().decode(text), UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RpcException(
          400,
          RpcError.HEADER_MISMATCH,
          "header " + field + ": expected base64, got text that is none: " + e.getMessage(),
          null);
    }
  }
}
