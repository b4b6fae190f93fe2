package io.machinenative.axiom.engine.edge.http;

import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.HttpConversionUtil;
import io.netty.util.ReferenceCountUtil;

/**
 * One request of HTTP/2 and its answer. What the client's window does not take waits with the
 * codec, up to a limit for streams of events.
 *
 * <p>Owned by the ingress thread. Allocates for each frame.
 */
final class Http2Stream extends ChannelInboundHandlerAdapter implements ExchangeChannel {
  private final Http2Connection connection;
  private final Http2StreamChannel channel;
  private final EdgeConnections all;
  private final RequestTurn request;
  private boolean ended;
  private long pendingBytes;

  /** When the stream came, or something of its answer was last taken. */
  private long sinceNs;

  Http2Stream(Http2Connection connection, Http2StreamChannel channel) {
    this.connection = connection;
    this.channel = channel;
    this.all = connection.all();
    this.request = new RequestTurn(all);
    this.sinceNs = all.nowNs();
  }

  @Override
  public EdgeConnections all() {
    return all;
  }

  @Override
  public EdgeClient client() {
    return connection.client();
  }

  @Override
  public boolean isCurrent(HttpExchange exchange) {
    return request.isServed(exchange);
  }

  // ── the request ────────────────────────────────────────────────────────────

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      switch (message) {
        case Http2HeadersFrame head -> onHead(head);
        case Http2DataFrame data -> onData(data);
        case Http2ResetFrame _ -> onGone();
        default -> {} // priorities and the like
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void onHead(Http2HeadersFrame frame) {
    if (ended || request.isServed()) {
      return;
    }
    if (!request.isCollecting()) {
      int refusal;
      try {
        refusal = request.begin(requestOf(frame.headers()));
      } catch (Http2Exception _) {
        refusal = 400;
      }
      if (refusal != 0) {
        refuse(refusal);
        return;
      }
    }
    if (frame.isEndStream()) {
      append(io.netty.buffer.Unpooled.EMPTY_BUFFER, true); // no body, or trailers
    }
  }

  private HttpRequest requestOf(Http2Headers fields) throws Http2Exception {
    HttpRequest head = HttpConversionUtil.toHttpRequest(channel.stream().id(), fields, true);
    if (head.headers().contains(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE, true)) {
      channel.writeAndFlush(new DefaultHttp2HeadersFrame(Http2Fields.head(100), false));
    }
    return head;
  }

  private void onData(Http2DataFrame frame) {
    if (!ended && !request.isServed() && request.isCollecting()) {
      append(frame.content(), frame.isEndStream());
    }
  }

  private void append(ByteBuf bytes, boolean last) {
    int refusal = request.append(bytes, last, this);
    if (refusal != 0) {
      refuse(refusal);
    }
  }

  private void refuse(int status) {
    all.onRefused();
    request.drop();
    ended = true;
    Http2Headers head = Http2Fields.head(status).setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
    channel.write(new DefaultHttp2HeadersFrame(head, true));
    // what the client still sends is of no use
    channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
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
    Http2Headers head = Http2Fields.head(status);
    Http2Fields.add(head, contentType);
    Http2Fields.add(head, fields);
    if (status != 204 && status != 304) {
      head.setInt(HttpHeaderNames.CONTENT_LENGTH, length);
    }
    boolean headOnly = length == 0 || exchange.method().equals("HEAD");
    channel.write(new DefaultHttp2HeadersFrame(head, headOnly));
    if (!headOnly) {
      write(all.buffer(length).writeBytes(content, 0, length), true);
    }
    answered(exchange);
  }

  private void answered(HttpExchange exchange) {
    request.end(exchange);
    ended = true;
    sinceNs = all.nowNs();
    channel.flush();
  }

  private void write(ByteBuf bytes, boolean last) {
    int count = bytes.readableBytes();
    if (pendingBytes == 0) {
      sinceNs = all.nowNs(); // from here on the client has its time
    }
    pendingBytes += count;
    channel
        .write(new DefaultHttp2DataFrame(bytes, last))
        .addListener(_ -> {
          pendingBytes -= count;
          sinceNs = all.nowNs();
        });
  }

  @Override
  public void openStream(byte[] contentType, byte[] fields) {
    Http2Headers head = Http2Fields.head(200);
    Http2Fields.add(head, contentType);
    Http2Fields.add(head, Answers.STREAM_FIELDS);
    Http2Fields.add(head, fields);
    channel.writeAndFlush(new DefaultHttp2HeadersFrame(head, false));
  }

  @Override
  public void part(byte[] before, ByteSink data, byte[] after) {
    if (pendingBytes > all.maxPendingBytes()) {
      all.onTimeout();
      channel.close(); // it never reads its stream
      return;
    }
    ByteBuf bytes = all.buffer(before.length + data.length() + after.length);
    bytes.writeBytes(before).writeBytes(data.bytes(), 0, data.length()).writeBytes(after);
    write(bytes, false);
    channel.flush();
  }

  @Override
  public void endStream(HttpExchange exchange) {
    write(all.buffer(0), true);
    answered(exchange);
  }

  @Override
  public boolean leave(HttpExchange exchange, byte[] fields, Takeover next) {
    return false; // a stream is no connection
  }

  // ── time and end ───────────────────────────────────────────────────────────

  /** Ends the stream when its client is too slow. */
  void checkTime(long nowNs) {
    boolean waits = request.isCollecting() || pendingBytes > 0;
    if (waits && nowNs - sinceNs > all.config().requestNs()) {
      all.onTimeout();
      if (request.isCollecting()) {
        refuse(408);
      } else {
        channel.close();
      }
    }
  }

  private void onGone() {
    ended = true;
    request.gone();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof Http2ResetFrame) {
      onGone();
    }
    ReferenceCountUtil.release(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    all.onFault(cause, request.isHandling());
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    onGone();
    connection.onClosed(this);
  }
}
