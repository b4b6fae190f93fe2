package io.machinenative.axiom.engine.edge.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Locale;

/** Heads of HTTP/1.1 as HTTP/2 has them. Stateless; allocates. */
final class Http2Fields {
  private Http2Fields() {}

  /** A head with a status. */
  static Http2Headers head(int status) {
    return new DefaultHttp2Headers(false).status(Integer.toString(status));
  }

  /** Adds lines, each with its end, as {@link Answers#line} makes them. */
  static void add(Http2Headers head, byte[] lines) {
    int at = 0;
    while (at < lines.length) {
      int colon = indexOf(lines, (byte) ':', at);
      int end = indexOf(lines, (byte) '\r', colon);
      String name = new String(lines, at, colon - at, ISO_8859_1).toLowerCase(Locale.ROOT);
      head.add(name, new String(lines, colon + 1, end - colon - 1, ISO_8859_1).strip());
      at = end + 2;
    }
  }

  private static int indexOf(byte[] bytes, byte wanted, int from) {
    int at = from;
    while (bytes[at] != wanted) {
      at++;
    }
    return at;
  }
}
