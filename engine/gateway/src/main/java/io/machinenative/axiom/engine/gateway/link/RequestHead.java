package io.machinenative.axiom.engine.gateway.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes requests of HTTP/1.1 to one address. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112, HTTP/1.1</a>
 */
final class RequestHead {
  /** Fields that belong to the connection, and not to the request. */
  private static final Set<String> OURS =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final String MARKS = "!#$%&'*+-.^_`|~";
  private static final byte[] NOTHING = {};

  private final String rest;

  /**
   * @param agent how this program names itself
   */
  RequestHead(URI url, String agent) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    rest =
        " %s%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\n"
            .formatted(path, query, url.getRawAuthority(), agent);
  }

  /** A request without a body. */
  byte[] bare(String method, String more, Map<String, String> headers) throws UpstreamException {
    return written(method, more, headers, NOTHING, false);
  }

  /** A request with a body of JSON. */
  byte[] post(String more, Map<String, String> headers, byte[] json) throws UpstreamException {
    return written("POST", more, headers, json, true);
  }

  /**
   * @param more header fields that need no check, each with the end of its line
   */
  private byte[] written(
      String method, String more, Map<String, String> headers, byte[] body, boolean hasBody)
      throws UpstreamException {
    StringBuilder head = new StringBuilder(512).append(method).append(rest).append(more);
    for (Map.Entry<String, String> field : headers.entrySet()) {
      requireName(field.getKey());
      requireValue(field.getKey(), field.getValue());
      head.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
    }
    if (hasBody) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    byte[] request = new byte[head.length() + body.length];
    byte[] text = head.toString().getBytes(ISO_8859_1);
    System.arraycopy(text, 0, request, 0, text.length);
    System.arraycopy(body, 0, request, text.length, body.length);
    return request;
  }

  private static void requireName(String name) throws UpstreamException {
    boolean right = !name.isEmpty() && name.chars().allMatch(RequestHead::ofToken);
    if (!right || OURS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new UpstreamException(
          Kind.REFUSED, "cannot be asked so: header field " + name + " may not be sent");
    }
  }

  private static boolean ofToken(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || MARKS.indexOf(c) >= 0);
  }

  private static void requireValue(String name, String value) throws UpstreamException {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c > 0xFF || c == 0x7F || (c < 0x20 && c != '\t')) {
        throw new UpstreamException(
            Kind.REFUSED,
            "cannot be asked so: header field " + name + " has a character that may not be sent");
      }
    }
  }
}
