package io.machinenative.axiom.engine.edge.http;

import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.Remote;
import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.security.cert.X509Certificate;
import java.util.Iterator;
import java.util.List;

/**
 * One request and its answer: either {@link #answer}, or {@link #openStream}, events, and {@link
 * #endStream}. What comes after the answer, or after the client is gone, is dropped.
 *
 * <p>Owned by the ingress thread. Allocates nothing for an answer but its buffer, which is pooled.
 */
public final class HttpExchange {
  private static final ByteSink NOTHING = new ByteSink();

  private final ExchangeChannel channel;
  private final String method;
  private final String uri;
  private final HttpHeaders headers;
  private final byte[] body;
  private final int bodyLength;
  private byte[] extraFields = Answers.NONE;
  private Runnable onGone = () -> {};
  private boolean streaming;
  private boolean lines;
  private Caller caller;

  HttpExchange(
      ExchangeChannel channel,
      String method,
      String uri,
      HttpHeaders headers,
      byte[] body,
      int bodyLength) {
    this.channel = channel;
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

  /**
   * The value of a header field, or null; the values of one that comes several times are joined
   * (RFC 9110, 5.3), so that no two readers of them take different ones for it.
   */
  public String joined(CharSequence name) {
    Iterator<? extends CharSequence> values = headers.valueCharSequenceIterator(name);
    if (!values.hasNext()) {
      return null;
    }
    String first = values.next().toString();
    return values.hasNext() ? String.join(", ", headers.getAll(name)) : first;
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

  /**
   * The chain of certificates with which the client proved who it is, its own first; empty without
   * TLS, or when it showed none. Allocates.
   */
  public List<X509Certificate> certificates() {
    return channel.client().certificates();
  }

  /** The other end of the connection. */
  public Remote remote() {
    return channel.client();
  }

  /** The connection's session with the engine. */
  public CallPort port() {
    return channel.client().port();
  }

  /** Who asks; null where everybody may. */
  public Caller caller() {
    return caller;
  }

  /** Who asks, as was found out. */
  public void caller(Caller who) {
    caller = who;
  }

  /** {@code http} or {@code https}. */
  public String scheme() {
    return channel.client().scheme();
  }

  /** When the request came, on the ingress clock. */
  public long nowNs() {
    return channel.all().nowNs();
  }

  /** Is run when the client goes before it has its answer. One at a time. */
  public void onGone(Runnable whatStops) {
    onGone = whatStops;
  }

  /** Whether the client is there and not answered yet. */
  public boolean isOpen() {
    return channel.isCurrent(this);
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
    if (!isOpen()) {
      return;
    }
    ResponseCompression compression = channel.all().compression();
    if (compression.suits(contentType, length)) {
      field(ResponseCompression.VARY);
      byte[] how = compression.compress(header(HttpHeaderNames.ACCEPT_ENCODING), content, length);
      if (how != null) {
        field(how);
        ByteSink out = compression.out();
        channel.answer(this, status, contentType, extraFields, out.bytes(), out.length());
        return;
      }
    }
    channel.answer(this, status, contentType, extraFields, content, length);
  }

  /** Answers without a body. */
  public void answer(int status) {
    answer(status, Answers.NONE, Answers.NONE, 0);
  }

  /** Begins a stream of events. */
  public void openStream() {
    openStream(Answers.EVENTS);
  }

  /**
   * Begins a stream.
   *
   * @param contentType {@link Answers#EVENTS} or {@link Answers#LINES}
   */
  public void openStream(byte[] contentType) {
    if (isOpen() && !streaming) {
      streaming = true;
      lines = contentType == Answers.LINES;
      channel.openStream(contentType, extraFields);
      channel.all().streams().add(this);
    }
  }

  /**
   * Sends an event.
   *
   * @param data one line
   */
  public void event(ByteSink data) {
    if (isOpen()) {
      channel.part(Answers.EVENT, data, Answers.EVENT_END);
    }
  }

  /**
   * Sends a line of a stream of lines.
   *
   * @param data without its end
   */
  public void line(ByteSink data) {
    if (isOpen()) {
      channel.part(Answers.NONE, data, Answers.LINE_END);
    }
  }

  /** Sends what means nothing: a comment between events, an empty line between lines. */
  void keepAlive() {
    if (isOpen()) {
      channel.part(lines ? Answers.LINE_END : Answers.KEEP_ALIVE, NOTHING, Answers.NONE);
    }
  }

  /**
   * Answers 101 and leaves the connection to somebody else.
   *
   * @param fields lines of the head, as {@link Answers#line} makes them
   * @return false when this is no connection that can be left: the request then waits for an answer
   */
  public boolean upgrade(byte[] fields, Takeover next) {
    return isOpen() && channel.leave(this, fields, next);
  }

  /** Ends the stream, and with it the answer. */
  public void endStream() {
    if (isOpen()) {
      channel.all().streams().remove(this);
      channel.endStream(this);
    }
  }

  void gone() {
    if (streaming) {
      channel.all().streams().remove(this);
    }
    onGone.run();
  }
}
