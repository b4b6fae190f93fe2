package io.machinenative.axiom.engine.edge.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.handler.codec.http.HttpResponseStatus;

/** The constant parts of answers. Stateless, any thread. */
public final class Answers {
  public static final byte[] JSON = line("Content-Type: application/json");
  public static final byte[] PROBLEM = line("Content-Type: application/problem+json");
  public static final byte[] TEXT = line("Content-Type: text/plain; charset=utf-8");
  public static final byte[] BYTES = line("Content-Type: application/octet-stream");
  public static final byte[] EVENTS = line("Content-Type: text/event-stream");
  public static final byte[] LINES = line("Content-Type: application/x-ndjson");
  public static final byte[] NONE = new byte[0];

  static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
  static final byte[] CLOSE = line("Connection: close");
  static final byte[] END = ascii("\r\n");
  static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
  static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
  static final byte[] LINE_END = ascii("\n");
  static final byte[] EVENT = ascii("event: message\ndata: ");
  static final byte[] EVENT_END = ascii("\n\n");
  static final byte[] KEEP_ALIVE = ascii(": keep-alive\n\n");
  static final byte[] STREAM_FIELDS = ascii("Cache-Control: no-cache\r\nX-Accel-Buffering: no\r\n");
  static final byte[] CHUNKED = line("Transfer-Encoding: chunked");

  private static final int FIRST = 100;
  private static final byte[][] STATUS_LINES = statusLines();

  private Answers() {}

  private static byte[][] statusLines() {
    byte[][] lines = new byte[600 - FIRST][];
    for (int code = FIRST; code < FIRST + lines.length; code++) {
      lines[code - FIRST] =
          line("HTTP/1.1 " + code + " " + HttpResponseStatus.valueOf(code).reasonPhrase());
    }
    return lines;
  }

  static byte[] statusLine(int code) {
    return STATUS_LINES[code - FIRST];
  }

  /** A header field as it stands in a head. */
  public static byte[] line(String field) {
    return ascii(field + "\r\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
