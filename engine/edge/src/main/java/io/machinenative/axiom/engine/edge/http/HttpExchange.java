package io.machinenative.axiom.engine.edge.http;

import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.netty.handler.codec.http.HttpHeaders;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * One request and its answer: either {@link #answer}, or {@link #openStream}, events, and {@link
 * #endStream}. What comes after the answer, or after the client is gone, is dropped.
 *
 * <p>Owned by the ingress thread. Allocates nothing for an answer but its buffer, which is pooled.
 */
public final class HttpExchange {
  private final HttpConnection connection;
  private final String method;
  private final String uri;
  private final HttpHeaders headers;
  private final byte[] body;
  private final int bodyLength;
  private byte[] extraFields = Answers.NONE;
  private Runnable onGone = () -> {};
  private boolean streaming;
  private Caller caller;

  HttpExchange(
      HttpConnection connection,
      String method,
      String uri,
      HttpHeaders headers,
      byte[] body,
      int bodyLength) {
    this.connection = connection;
    this.method = method;
    this.uri = uri;
    this.headers = headers;
    this.body = body;
    this.bodyLength = bodyLength;
  }

  public String method() {
    return method;
  }

  /** The path, without the query. */
  public String path() {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /** What follows the question mark; empty for none. */
  public String query() {
    int query = uri.indexOf('?');
    return query < 0 ? "" : uri.substring(query + 1);
  }

  /** The first value of a header field, or null. */
  public String header(CharSequence name) {
    return headers.get(name);
  }

  public HttpHeaders headers() {
    return headers;
  }

  /** Holds the body from 0 on; borrowed until the handler returns. */
  public byte[] body() {
    return body;
  }

  public int bodyLength() {
    return bodyLength;
  }

  /** The connection's session with the engine. */
  public CallPort port() {
    return connection.port();
  }

  /** Who asks; null where everybody may. */
  public Caller caller() {
    return caller;
  }

  /** Who asks, as was found out. */
  public void caller(Caller who) {
    caller = who;
  }

  /** The verified chain of the connection's other side, its own first; empty for none. */
  public List<X509Certificate> certificates() {
    return connection.certificates();
  }

  /** {@code http} or {@code https}. */
  public String scheme() {
    return connection.scheme();
  }

  /** When the request came, on the ingress clock. */
  public long nowNs() {
    return connection.nowNs();
  }

  /** Is run when the client goes before it has its answer. One at a time. */
  public void onGone(Runnable whatStops) {
    onGone = whatStops;
  }

  /** Whether the client is there and not answered yet. */
  public boolean isOpen() {
    return connection.isCurrent(this);
  }

  /** Whether {@link #openStream} was called. */
  public boolean isStreaming() {
    return streaming;
  }

  /** Adds a header field to the answer, as {@link Answers#line} makes it. Allocates. */
  public void field(byte[] line) {
    byte[] joined = java.util.Arrays.copyOf(extraFields, extraFields.length + line.length);
    System.arraycopy(line, 0, joined, extraFields.length, line.length);
    extraFields = joined;
  }

  /**
   * Answers the request.
   *
   * @param contentType one of {@link Answers}, {@link Answers#NONE} for an empty body
   * @param content read before this returns
   */
  public void answer(int status, byte[] contentType, ByteSink content) {
    answer(status, contentType, content.bytes(), content.length());
  }

  /** As {@link #answer(int, byte[], ByteSink)}. */
  public void answer(int status, byte[] contentType, byte[] content, int length) {
    if (isOpen()) {
      connection.answer(this, status, contentType, extraFields, content, length);
    }
  }

  /** Answers without a body. */
  public void answer(int status) {
    answer(status, Answers.NONE, Answers.NONE, 0);
  }

  /** Begins a stream of events. */
  public void openStream() {
    if (isOpen() && !streaming) {
      streaming = true;
      connection.openStream(extraFields);
    }
  }

  /**
   * Sends an event.
   *
   * @param data one line
   */
  public void event(ByteSink data) {
    if (isOpen()) {
      connection.event(data);
    }
  }

  /** Sends a comment, so that nobody between takes a silent stream for a dead one. */
  public void keepAlive() {
    if (isOpen() && streaming) {
      connection.comment();
    }
  }

  /** Ends the stream, and with it the answer. */
  public void endStream() {
    if (isOpen()) {
      connection.endStream(this);
    }
  }

  void gone() {
    onGone.run();
  }
}
