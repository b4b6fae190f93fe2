package io.machinenative.axiom.engine.edge.http;

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
import java.util.ArrayDeque;

/**
 * One HTTP/1.1 connection: collects a request, hands it on, sends its answer, takes the next one. A
 * request that comes while another is served, or while the client does not read its answers, waits,
 * decoded, up to a limit; the connection is read meanwhile, so that a client that goes is noticed.
 *
 * <p>Owned by the ingress thread.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter
    implements EdgeConnection, ExchangeChannel {
  /** Parts of requests that wait behind the one that is served. */
  private static final int WAITING_PARTS = 64;

  /** A client that was told to go may read its answer so long: to close at once would reset it. */
  private static final long LINGER_NS = 1_000_000_000L;

  private final EdgeConnections all;
  private final SocketChannel channel;
  private final EdgeClient client;
  private final HeadDecoder decoder;
  private final RequestTurn request;

  /** Null while nothing ever waited, as on most connections. */
  private ArrayDeque<HttpObject> waiting;

  private boolean keepAlive = true;
  private boolean chunked = true;
  private boolean reading;
  private boolean dropping;

  /** What was written is sent at the end of the step. */
  private boolean unflushed;

  /** Bytes came that are not a whole head yet. */
  private boolean headBegun;

  /** When the connection came, its request began, or its answer was sent. */
  private long sinceNs;

  /** Of streams, in all, and of these at least so many were taken by the client. */
  private long streamedBytes;

  private long takenBytes;

  /**
   * @param decoder that stands before it in the pipeline
   */
  Http1Connection(
      EdgeConnections all, SocketChannel channel, EdgeClient client, HeadDecoder decoder) {
    this.all = all;
    this.channel = channel;
    this.client = client;
    this.decoder = decoder;
    this.request = new RequestTurn(all);
    this.sinceNs = all.nowNs();
  }

  @Override
  public EdgeConnections all() {
    return all;
  }

  @Override
  public EdgeClient client() {
    return client;
  }

  @Override
  public boolean isCurrent(HttpExchange exchange) {
    return request.isServed(exchange);
  }

  // ── requests ───────────────────────────────────────────────────────────────

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    reading = true;
    headBegun = false;
    HttpObject part = (HttpObject) message;
    if (dropping) {
      ReferenceCountUtil.release(part);
    } else if (request.isServed() || isWaiting() || !channel.isWritable()) {
      await(part);
    } else {
      take(part);
    }
  }

  private boolean isWaiting() {
    return waiting != null && !waiting.isEmpty();
  }

  private void await(HttpObject part) {
    if (waiting == null) {
      waiting = new ArrayDeque<>(2);
    }
    waiting.add(part);
    if (waiting.size() == WAITING_PARTS) {
      channel.config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    boolean bytesCame = decoder.takeBytesCame();
    if (reading) {
      resume();
      reading = false;
      flushLater();
      all.onRead();
    } else if (bytesCame && !request.isServed() && !request.isCollecting() && !headBegun) {
      headBegun = true; // what came was part of a head: from here on it has its time
      sinceNs = all.nowNs();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable() && isWaiting()) {
      all.resume(this);
    }
  }

  /** Goes on with what waited. Not from within an answer. */
  @Override
  public void resume() {
    if (waiting == null) {
      return;
    }
    while (!request.isServed() && !dropping && !waiting.isEmpty() && channel.isWritable()) {
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
      if (part instanceof HttpRequest head) {
        begin(head);
      }
      if (part instanceof HttpContent content && request.isCollecting()) {
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

  private void begin(HttpRequest head) {
    sinceNs = all.nowNs();
    keepAlive = HttpUtil.isKeepAlive(head);
    chunked = head.protocolVersion().equals(HttpVersion.HTTP_1_1);
    int refusal = request.begin(head);
    if (refusal != 0) {
      refuse(refusal);
    } else if (head.headers().contains(HttpHeaderNames.EXPECT)
        && head.headers().contains(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE, true)) {
      channel.writeAndFlush(all.buffer(Answers.CONTINUE.length).writeBytes(Answers.CONTINUE));
    }
  }

  private void append(HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    int refusal = request.append(content.content(), last, this);
    if (refusal != 0) {
      refuse(refusal);
    }
  }

  /** Answers what is no request of ours, and drops the rest of the connection. */
  private void refuse(int status) {
    all.onRefused();
    request.drop();
    dropping = true;
    keepAlive = false;
    sinceNs = all.nowNs();
    write(status, Answers.NONE, Answers.NONE, Answers.NONE, 0, false);
    channel.flush();
    all.closeSoon(channel);
  }

  // ── answers ────────────────────────────────────────────────────────────────

  @Override
  public void answer(
      HttpExchange exchange,
      int status,
      byte[] contentType,
      byte[] fields,
      byte[] content,
      int length) {
    boolean headOnly = exchange.method().equals("HEAD");
    write(status, contentType, fields, content, length, headOnly);
    answered(exchange);
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

  /** Sends at the end of the step: answers of all connections that were read go out together. */
  private void flushLater() {
    if (!unflushed) {
      unflushed = true;
      all.flushLater(this);
    }
  }

  @Override
  public void flush() {
    unflushed = false;
    channel.flush();
  }

  private void answered(HttpExchange exchange) {
    request.end(exchange);
    sinceNs = all.nowNs();
    if (!keepAlive) {
      dropping = true;
      channel.flush();
      all.closeSoon(channel);
    } else if (!reading) {
      channel.flush();
      if (isWaiting()) {
        all.resume(this);
      }
    }
  }

  @Override
  public void openStream(byte[] contentType, byte[] fields) {
    ByteSink head = all.headSink().put(Answers.statusLine(200)).put(contentType);
    head.put(Answers.STREAM_FIELDS).put(fields);
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

  @Override
  public void part(byte[] before, ByteSink data, byte[] after) {
    ByteSink out = all.headSink();
    if (chunked) {
      int length = before.length + data.length() + after.length;
      out.put(Integer.toHexString(length)).put(Answers.END);
    }
    out.put(before).put(data).put(after);
    if (chunked) {
      out.put(Answers.END);
    }
    send(out);
  }

  private void send(ByteSink bytes) {
    long pending = EdgeConnections.pendingBytes(channel);
    if (pending > all.maxPendingBytes()) {
      all.onTimeout();
      channel.close(); // it never reads its stream
      return;
    }
    if (pending == 0 || hasTaken(pending)) {
      sinceNs = all.nowNs();
    }
    streamedBytes += bytes.length();
    channel.write(
        all.buffer(bytes.length()).writeBytes(bytes.bytes(), 0, bytes.length()),
        channel.voidPromise());
    if (!reading) {
      channel.flush();
    }
  }

  /**
   * Whether the client has taken something of its stream since this was asked last. What waits is
   * counted with some bytes for each buffer: what was taken seems less, never more.
   */
  private boolean hasTaken(long pending) {
    long taken = streamedBytes - pending;
    boolean more = taken > takenBytes;
    takenBytes = Math.max(taken, takenBytes);
    return more;
  }

  @Override
  public void endStream(HttpExchange exchange) {
    if (chunked) {
      channel.write(
          all.buffer(Answers.LAST_CHUNK.length).writeBytes(Answers.LAST_CHUNK),
          channel.voidPromise());
    }
    answered(exchange);
  }

  @Override
  public boolean leave(HttpExchange exchange, byte[] fields, Takeover next) {
    if (isWaiting() || !reading) {
      return false; // requests behind it would be taken for something else
    }
    request.end(exchange);
    ByteSink head = all.headSink().put(Answers.statusLine(101)).put(fields).put(Answers.END);
    channel.writeAndFlush(
        all.buffer(head.length()).writeBytes(head.bytes(), 0, head.length()),
        channel.voidPromise());
    all.replace(this, next.take(channel, client, all));
    channel.pipeline().remove(this);
    channel.pipeline().remove(decoder); // hands on what it has not decoded
    return true;
  }

  // ── time and end ───────────────────────────────────────────────────────────

  @Override
  public void checkTime(long nowNs) {
    long pending = EdgeConnections.pendingBytes(channel);
    boolean unread = pending > 0;
    boolean served = request.isServed();
    if (served && unread && hasTaken(pending)) {
      sinceNs = nowNs;
    }
    long passedNs = nowNs - sinceNs;
    if (dropping && passedNs > LINGER_NS) {
      channel.close();
      return;
    }
    boolean collecting = request.isCollecting() || headBegun;
    if ((collecting || unread) && passedNs > all.config().requestNs()) {
      all.onTimeout();
      if (collecting && !dropping) {
        refuse(408);
      } else {
        channel.close();
      }
    } else if (!served && !collecting && passedNs > all.config().idleNs()) {
      channel.close();
    }
  }

  @Override
  public void close() {
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
    all.onFault(cause, request.isHandling());
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    dropping = true;
    if (waiting != null) {
      waiting.forEach(ReferenceCountUtil::release);
      waiting.clear();
    }
    request.gone();
    client.end();
    all.onClosed(this);
  }
}
