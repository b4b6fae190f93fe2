package io.machinenative.axiom.engine.edge.http;

import io.machinenative.axiom.engine.config.EdgeConfig;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.edge.call.CallPorts;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.agrona.ErrorHandler;

/**
 * What the connections of one listener share: scratch memory, limits, the guard, and the lists of
 * those that want something at the next step. Owned by the ingress thread.
 */
public final class EdgeConnections {
  /** Of one connection that does not read: who has more waiting when more comes is closed. */
  private static final long MAX_PENDING_BYTES = 8L * 1024 * 1024;

  /** Bodies that have come in part, of all connections together: so many of the longest. */
  private static final long BODIES = 64;

  /**
   * So many connections' answers go out together; then those that were read first wait no longer.
   */
  private static final int FLUSH_TOGETHER = 8;

  private static final int SCRATCH_BYTES = 64 * 1024;

  private final EdgeConfig config;
  private final OriginGuard guard;
  private final CallPorts ports;
  private final HttpHandler handler;
  private final EngineCounters counters;
  private final ErrorHandler errors;
  private final ResponseCompression compression;
  private final OpenStreams streams;
  private final Set<EdgeConnection> open = new LinkedHashSet<>();
  private final List<EdgeConnection> resuming = new ArrayList<>();
  private final List<EdgeConnection> unflushed = new ArrayList<>();
  private final ByteSink headSink = new ByteSink();
  private final byte[] scratch = new byte[SCRATCH_BYTES];
  private long bodyBytesLeft;
  private long nowNs;

  EdgeConnections(
      EdgeConfig config,
      OriginGuard guard,
      CallPorts ports,
      HttpHandler handler,
      EngineCounters counters,
      ErrorHandler errors,
      long nowNs) {
    this.config = config;
    this.guard = guard;
    this.ports = ports;
    this.handler = handler;
    this.counters = counters;
    this.errors = errors;
    this.nowNs = nowNs;
    this.compression = new ResponseCompression(config.compressBytes());
    this.streams = new OpenStreams(config.keepAliveNs(), nowNs);
    this.bodyBytesLeft = BODIES * config.bodyBytes();
  }

  public EdgeConfig config() {
    return config;
  }

  /** The duty cycle's clock. */
  public long nowNs() {
    return nowNs;
  }

  void nowNs(long duty) {
    nowNs = duty;
  }

  OpenStreams streams() {
    return streams;
  }

  ResponseCompression compression() {
    return compression;
  }

  // ── who is there ───────────────────────────────────────────────────────────

  int count() {
    return open.size();
  }

  void add(EdgeConnection connection) {
    open.add(connection);
    counters.add(EngineCounter.EDGE_CONNECTIONS_NOW, 1);
  }

  /** The same socket is another connection from now on. */
  public void replace(EdgeConnection before, EdgeConnection after) {
    if (open.remove(before)) {
      open.add(after);
    }
  }

  /** A connection is over. Told again, this does nothing. */
  public void onClosed(EdgeConnection connection) {
    if (open.remove(connection)) {
      counters.add(EngineCounter.EDGE_CONNECTIONS_NOW, -1);
    }
  }

  /** Has something that waits for the next step. */
  public void resume(EdgeConnection connection) {
    resuming.add(connection);
  }

  /**
   * Has gathered what is to be sent at the end of the step, or at the beginning of the next. A
   * client that waits for answers on several connections is so woken once for all of them.
   */
  public void flushLater(EdgeConnection connection) {
    unflushed.add(connection);
  }

  /** A connection was read: those that were read long before it need not wait for more. */
  void onRead() {
    if (unflushed.size() >= FLUSH_TOGETHER) {
      flush();
    }
  }

  int takeResumed() {
    int count = resuming.size();
    for (int i = 0; i < count; i++) {
      resuming.get(i).resume();
    }
    resuming.subList(0, count).clear();
    return count;
  }

  int flush() {
    int count = unflushed.size();
    for (int i = 0; i < count; i++) {
      unflushed.get(i).flush();
    }
    unflushed.subList(0, count).clear();
    return count;
  }

  void checkTimes() {
    for (EdgeConnection connection : open.toArray(new EdgeConnection[0])) {
      connection.checkTime(nowNs);
    }
  }

  void closeAll() {
    for (EdgeConnection connection : open.toArray(new EdgeConnection[0])) {
      connection.close();
    }
    compression.close();
  }

  /** Says that nothing follows what was written; the client closes, or is given up soon. */
  public void closeSoon(SocketChannel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> channel.shutdownOutput());
    } else {
      tls.closeOutbound().addListener(_ -> channel.shutdownOutput());
    }
  }

  CallPort port(EdgeClient client) {
    return ports.port("http " + client.address(), "http");
  }

  // ── requests ───────────────────────────────────────────────────────────────

  /** The status with which a request is refused for its head, 0 for none. */
  int refusal(HttpRequest request) {
    String host = request.headers().get(HttpHeaderNames.HOST);
    if (!guard.allowsHost(host)) {
      return 403;
    }
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    if (origin != null && !guard.allowsOrigin(origin, host)) {
      return 403;
    }
    if (HttpUtil.getContentLength(request, 0L) > config.bodyBytes()) {
      return 413;
    }
    String encoding = request.headers().get(HttpHeaderNames.CONTENT_ENCODING);
    boolean known =
        encoding == null
            || encoding.equalsIgnoreCase("gzip")
            || encoding.equalsIgnoreCase("identity");
    return known ? 0 : 415;
  }

  /**
   * Grants memory for bodies that have come in part; a negative number gives it back.
   *
   * @return whether there is so much
   */
  boolean reserve(int bytes) {
    if (bytes > bodyBytesLeft) {
      return false;
    }
    bodyBytesLeft -= bytes;
    return true;
  }

  void handle(HttpExchange exchange) {
    counters.increment(EngineCounter.EDGE_REQUESTS);
    handler.onRequest(exchange);
  }

  /** A message came on a connection that is none of HTTP any more. */
  public void onMessage() {
    counters.increment(EngineCounter.EDGE_REQUESTS);
  }

  /** Something was refused before it was handed on. */
  public void onRefused() {
    counters.increment(EngineCounter.EDGE_REFUSED);
  }

  /** A client was too slow. */
  public void onTimeout() {
    counters.increment(EngineCounter.EDGE_TIMEOUTS);
  }

  /**
   * A connection failed.
   *
   * @param ours whether code of ours ran: what the network does is counted, and no more
   */
  public void onFault(Throwable cause, boolean ours) {
    counters.increment(EngineCounter.TRANSPORT_ERRORS);
    Throwable root =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    if (ours || !(root instanceof IOException)) {
      errors.onError(cause);
    }
  }

  /** What may wait to be sent on one connection when more comes. */
  public long maxPendingBytes() {
    return MAX_PENDING_BYTES;
  }

  /** What waits to be sent on a connection. */
  static long pendingBytes(SocketChannel channel) {
    var outbound = channel.unsafe().outboundBuffer();
    return outbound == null ? 0 : outbound.totalPendingWriteBytes();
  }

  /** For heads and chunks, empty. */
  ByteSink headSink() {
    return headSink.reset();
  }

  /** For a body or a message that came in one piece; until the next one. */
  public byte[] scratch(int bytes) {
    return bytes <= scratch.length ? scratch : new byte[bytes];
  }

  /** An empty buffer. */
  public ByteBuf buffer(int bytes) {
    return PooledByteBufAllocator.DEFAULT.directBuffer(bytes, bytes);
  }
}
