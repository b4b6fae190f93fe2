package io.machinenative.axiom.engine.edge.http;

import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/**
 * One HTTP/1.1 connection: collects a request, hands it on, sends its answer, takes the next one. A
 * request that comes while another is served waits, decoded, up to a limit; the connection is read
 * meanwhile, so that a client that goes is noticed.
 *
 * <p>Owned by the ingress thread.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
  /** Parts of requests that wait behind the one that is served. */
  private static final int WAITING_PARTS = 64;

  /** A client that was told to go may read its answer so long: to close at once would reset it. */
  private static final long LINGER_NS = 1_000_000_000L;

  private final HttpConnections all;
  private final SocketChannel channel;
  private final ArrayDeque<HttpObject> waiting = new ArrayDeque<>(2);
  private CallPort port;
  private HttpRequest head;
  private byte[] body;
  private int bodyLength;
  private HttpExchange current;
  private boolean keepAlive = true;
  private boolean chunked = true;
  private boolean handling;
  private boolean reading;
  private boolean dropping;

  /** When the connection came, its request began, or its answer was sent. */
  private long sinceNs;

  HttpConnection(HttpConnections all, SocketChannel channel) {
    this.all = all;
    this.channel = channel;
    this.sinceNs = all.nowNs();
  }

  CallPort port() {
    if (port == null) {
      port = all.port(channel.remoteAddress());
    }
    return port;
  }

  long nowNs() {
    return all.nowNs();
  }

  /** The verified chain of the other side, its own first; empty for none. */
  List<X509Certificate> certificates() {
    return List.of();
  }

  String scheme() {
    return "http";
  }

  boolean isCurrent(HttpExchange exchange) {
    return current == exchange;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    reading = true;
    HttpObject part = (HttpObject) message;
    if (dropping) {
      ReferenceCountUtil.release(part);
    } else if (current != null || !waiting.isEmpty()) {
      waiting.add(part);
      if (waiting.size() == WAITING_PARTS) {
        channel.config().setAutoRead(false);
      }
    } else {
      take(part);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    takeWaiting();
    reading = false;
    channel.flush();
  }

  /** Goes on with what waited. Not from within an answer. */
  void takeWaiting() {
    while (current == null && !dropping && !waiting.isEmpty()) {
      take(waiting.poll());
    }
    if (waiting.size() < WAITING_PARTS && !channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  private void take(HttpObject part) {
    try {
      if (part.decoderResult().isFailure()) {
        refuse(statusOf(part.decoderResult().cause()));
        return;
      }
      if (part instanceof HttpRequest request) {
        begin(request);
      }
      if (part instanceof HttpContent content && head != null) {
        append(content);
      }
    } finally {
      ReferenceCountUtil.release(part);
    }
  }

  private static int statusOf(Throwable cause) {
    return switch (cause) {
      case TooLongHttpHeaderException _ -> 431;
      case TooLongHttpLineException _ -> 414;
      default -> 400;
    };
  }

  private void begin(HttpRequest request) {
    head = request;
    bodyLength = 0;
    body = null;
    sinceNs = all.nowNs();
    keepAlive = HttpUtil.isKeepAlive(request);
    chunked = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    int refusal = all.refusal(request);
    if (refusal != 0) {
      refuse(refusal);
    } else if (request.headers().contains(HttpHeaderNames.EXPECT)
        && request.headers().contains(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE, true)) {
      channel.writeAndFlush(all.buffer(Answers.CONTINUE.length).writeBytes(Answers.CONTINUE));
    }
  }

  private void append(HttpContent content) {
    ByteBuf bytes = content.content();
    int count = bytes.readableBytes();
    boolean last = content instanceof LastHttpContent;
    if (bodyLength + count > all.config().bodyBytes()) {
      refuse(413);
      return;
    }
    if (body == null) {
      body = last ? all.scratch(count) : new byte[Math.max(count, 1024)];
    } else if (bodyLength + count > body.length) {
      body = Arrays.copyOf(body, Math.max(bodyLength + count, body.length * 2));
    }
    bytes.readBytes(body, bodyLength, count);
    bodyLength += count;
    if (last) {
      handOn();
    }
  }

  private void handOn() {
    HttpRequest request = head;
    head = null;
    byte[] bytes = body;
    body = null;
    current =
        new HttpExchange(
            this, request.method().name(), request.uri(), request.headers(), bytes, bodyLength);
    handling = true;
    try {
      all.handle(current);
    } finally {
      handling = false;
    }
  }

  /** Answers what is no request of ours, and drops the rest of the connection. */
  private void refuse(int status) {
    all.onRefused();
    head = null;
    dropping = true;
    keepAlive = false;
    sinceNs = all.nowNs();
    write(status, Answers.NONE, Answers.NONE, Answers.NONE, 0, false);
    channel.flush();
    all.closeSoon(channel);
  }

  // ── answers ────────────────────────────────────────────────────────────────

  void answer(
      HttpExchange exchange,
      int status,
      byte[] contentType,
      byte[] fields,
      byte[] content,
      int length) {
    assert current == exchange : "an answer to another request";
    boolean headOnly = exchange.method().equals("HEAD");
    write(status, contentType, fields, content, length, headOnly);
    answered();
  }

  private void write(
      int status, byte[] contentType, byte[] fields, byte[] content, int length, boolean headOnly) {
    ByteSink head = all.headSink();
    head.put(Answers.statusLine(status)).put(contentType).put(fields);
    if (!keepAlive) {
      head.put(Answers.CLOSE);
    }
    if (status != 204 && status != 304) {
      head.put(Answers.CONTENT_LENGTH).number(length).put(Answers.END);
    }
    head.put(Answers.END);
    int bodyBytes = headOnly ? 0 : length;
    ByteBuf out = all.buffer(head.length() + bodyBytes);
    out.writeBytes(head.bytes(), 0, head.length()).writeBytes(content, 0, bodyBytes);
    channel.write(out, channel.voidPromise());
  }

  private void answered() {
    current = null;
    sinceNs = all.nowNs();
    if (!keepAlive) {
      dropping = true;
      channel.flush();
      all.closeSoon(channel);
    } else if (!reading) {
      channel.flush();
      if (!waiting.isEmpty()) {
        all.resume(this);
      }
    }
  }

  void openStream(byte[] fields) {
    ByteSink head = all.headSink().put(Answers.STREAM_HEAD).put(fields);
    if (chunked) {
      head.put(Answers.CHUNKED);
    } else {
      keepAlive = false; // its end is the connection's
    }
    if (!keepAlive) {
      head.put(Answers.CLOSE);
    }
    head.put(Answers.END);
    send(head);
  }

  void event(ByteSink data) {
    ByteSink out = all.headSink();
    int length = Answers.EVENT.length + data.length() + Answers.EVENT_END.length;
    chunk(out, length);
    out.put(Answers.EVENT).put(data).put(Answers.EVENT_END);
    endChunk(out);
    send(out);
  }

  void comment() {
    ByteSink out = all.headSink();
    chunk(out, Answers.KEEP_ALIVE.length);
    out.put(Answers.KEEP_ALIVE);
    endChunk(out);
    send(out);
  }

  private void chunk(ByteSink out, int length) {
    if (chunked) {
      out.put(Integer.toHexString(length)).put(Answers.END);
    }
  }

  private void endChunk(ByteSink out) {
    if (chunked) {
      out.put(Answers.END);
    }
  }

  private void send(ByteSink bytes) {
    sinceNs = all.nowNs();
    channel.write(
        all.buffer(bytes.length()).writeBytes(bytes.bytes(), 0, bytes.length()),
        channel.voidPromise());
    if (!reading) {
      channel.flush();
    }
    if (pendingBytes() > all.maxPendingBytes()) {
      channel.close(); // it never reads its stream
    }
  }

  void endStream(HttpExchange exchange) {
    assert current == exchange : "the end of another stream";
    if (chunked) {
      channel.write(
          all.buffer(Answers.LAST_CHUNK.length).writeBytes(Answers.LAST_CHUNK),
          channel.voidPromise());
    }
    answered();
  }

  // ── time and end ───────────────────────────────────────────────────────────

  private long pendingBytes() {
    var outbound = channel.unsafe().outboundBuffer();
    return outbound == null ? 0 : outbound.totalPendingWriteBytes();
  }

  /** Closes the connection when its client is too slow, or idle. */
  void checkTime(long nowNs) {
    long passedNs = nowNs - sinceNs;
    if (dropping && passedNs > LINGER_NS) {
      channel.close();
      return;
    }
    boolean collecting = head != null;
    boolean unread = pendingBytes() > 0;
    boolean served = current != null;
    if ((collecting || unread) && passedNs > all.config().requestNs()) {
      all.onTimeout();
      if (collecting) {
        refuse(408);
      } else {
        channel.close();
      }
    } else if (!served && !collecting && passedNs > all.config().idleNs()) {
      channel.close();
    }
  }

  void close() {
    channel.close();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      channel.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    all.onFault(cause, handling);
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    dropping = true;
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    head = null;
    HttpExchange served = current;
    current = null;
    if (served != null) {
      served.gone();
    }
    if (port != null) {
      port.end();
    }
    all.onClosed(this);
  }
}
