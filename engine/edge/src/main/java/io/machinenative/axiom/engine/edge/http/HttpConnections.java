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
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.agrona.ErrorHandler;

/**
 * What the connections of one listener share: scratch memory, limits, the guard, and the lists of
 * those that want something at the next step. Owned by the ingress thread.
 */
final class HttpConnections {
  /** Of one connection that does not read: beyond that it is closed. */
  private static final long MAX_PENDING_BYTES = 8L * 1024 * 1024;

  private static final int SCRATCH_BYTES = 64 * 1024;

  private final EdgeConfig config;
  private final OriginGuard guard;
  private final CallPorts ports;
  private final HttpHandler handler;
  private final EngineCounters counters;
  private final ErrorHandler errors;
  private final Set<HttpConnection> open = new LinkedHashSet<>();
  private final List<HttpConnection> resuming = new ArrayList<>();
  private final ByteSink headSink = new ByteSink();
  private final byte[] scratch = new byte[SCRATCH_BYTES];
  private long nowNs;

  HttpConnections(
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
  }

  EdgeConfig config() {
    return config;
  }

  long nowNs() {
    return nowNs;
  }

  void nowNs(long duty) {
    nowNs = duty;
  }

  int count() {
    return open.size();
  }

  HttpConnection add(SocketChannel channel) {
    HttpConnection connection = new HttpConnection(this, channel);
    open.add(connection);
    counters.add(EngineCounter.EDGE_CONNECTIONS_NOW, 1);
    return connection;
  }

  void onClosed(HttpConnection connection) {
    if (open.remove(connection)) {
      counters.add(EngineCounter.EDGE_CONNECTIONS_NOW, -1);
    }
  }

  /** Says that nothing follows what was written; the client closes, or is given up soon. */
  void closeSoon(SocketChannel channel) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> channel.shutdownOutput());
  }

  /** Has requests that waited for the one that is answered now. */
  void resume(HttpConnection connection) {
    resuming.add(connection);
  }

  int takeResumed() {
    int count = resuming.size();
    for (int i = 0; i < count; i++) {
      resuming.get(i).takeWaiting();
    }
    resuming.subList(0, count).clear();
    return count;
  }

  void checkTimes() {
    for (HttpConnection connection : open.toArray(new HttpConnection[0])) {
      connection.checkTime(nowNs);
    }
  }

  void closeAll() {
    for (HttpConnection connection : open.toArray(new HttpConnection[0])) {
      connection.close();
    }
  }

  CallPort port(SocketAddress remote) {
    String from =
        remote instanceof InetSocketAddress inet
            ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
            : "(gone)";
    return ports.port("http " + from, "http");
  }

  /** The status with which a request is refused for its head, 0 for none. */
  int refusal(HttpRequest request) {
    if (!guard.allowsHost(request.headers().get(HttpHeaderNames.HOST))) {
      return 403;
    }
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    if (origin != null && !guard.allowsOrigin(origin)) {
      return 403;
    }
    if (HttpUtil.getContentLength(request, 0L) > config.bodyBytes()) {
      return 413;
    }
    return 0;
  }

  void handle(HttpExchange exchange) {
    counters.increment(EngineCounter.EDGE_REQUESTS);
    handler.onRequest(exchange);
  }

  void onRefused() {
    counters.increment(EngineCounter.EDGE_REFUSED);
  }

  void onTimeout() {
    counters.increment(EngineCounter.EDGE_TIMEOUTS);
  }

  void onFault(Throwable cause, boolean ours) {
    counters.increment(EngineCounter.TRANSPORT_ERRORS);
    if (ours || !(cause instanceof IOException)) {
      errors.onError(cause);
    }
  }

  long maxPendingBytes() {
    return MAX_PENDING_BYTES;
  }

  /** For heads and chunks, empty. */
  ByteSink headSink() {
    return headSink.reset();
  }

  /** For a body that came in one piece; until the next one. */
  byte[] scratch(int bytes) {
    return bytes <= scratch.length ? scratch : new byte[bytes];
  }

  ByteBuf buffer(int bytes) {
    return PooledByteBufAllocator.DEFAULT.directBuffer(bytes, bytes);
  }
}
