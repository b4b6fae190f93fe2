package io.machinenative.axiom.engine.edge.http;

import io.machinenative.axiom.engine.config.EdgeConfig;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.edge.call.CallPorts;
import io.machinenative.axiom.engine.pipeline.IngressStage;
import io.machinenative.axiom.engine.pipeline.Listener;
import io.machinenative.axiom.engine.transport.netty.ServerTls;
import io.machinenative.axiom.engine.transport.netty.SteppedEventLoop;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;

/**
 * The HTTP carrier: a port, and a Netty loop that the ingress agent steps. The port is bound when
 * it is made, by any thread; from the first poll on it belongs to the thread that polls it.
 */
public final class HttpListener implements Listener {
  private static final int BACKLOG = 1024;
  private static final long TICK_NS = 100_000_000L;
  private static final long ACCEPT_RETRY_MS = 100;

  /** With many connections each is looked at less often: at most so much time for all. */
  private static final long TICK_NS_PER_CONNECTION = 100_000L;

  private final String address;
  private final ServerSocketChannel socket;
  private final SteppedEventLoop loop = new SteppedEventLoop();
  private final CallPorts ports;
  private final IngressStage stage;
  private final Runnable onClose;
  private final EdgeConfig config;
  private final EdgeConnections connections;
  private final Protocols protocols;
  private final EngineCounters counters;
  private final ErrorHandler errors;
  private NioServerSocketChannel channel;
  private long nextTickNs;
  private boolean closed;

  /**
   * Binds the port.
   *
   * @param address {@code http://host:port}, or {@code https://host:port} with TLS; port 0 lets the
   *     system choose one
   * @param tls what connections are secured with; empty for {@code http:} only
   * @param handler answers the requests, on the thread that polls
   * @param stage of the protocols above: its part of each poll
   * @param onClose is run before the connections are closed, on the thread that polled them
   * @throws UncheckedIOException if the address cannot be bound; the message names it
   */
  public HttpListener(
      String address,
      EdgeConfig config,
      Optional<ServerTls> tls,
      CallPorts ports,
      HttpHandler handler,
      IngressStage stage,
      Runnable onClose,
      EngineCounters counters,
      ErrorHandler errors,
      long nowNs) {
    URI asked = uri(address, tls.isPresent());
    this.socket = bind(asked);
    this.address =
        asked.getScheme() + "://" + asked.getHost() + ":" + socket.socket().getLocalPort();
    this.config = config;
    this.ports = ports;
    this.stage = stage;
    this.onClose = onClose;
    this.counters = counters;
    this.errors = errors;
    this.nextTickNs = nowNs;
    this.connections =
        new EdgeConnections(
            config,
            new OriginGuard(asked.getHost(), config.hosts(), config.origins()),
            ports,
            handler,
            counters,
            errors,
            nowNs);
    this.protocols = new Protocols(connections, tls);
  }

  private static URI uri(String address, boolean secure) {
    URI uri = URI.create(address);
    String scheme = secure ? "https" : "http";
    if (!scheme.equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 0) {
      throw new IllegalArgumentException(
          "expected an address such as " + scheme + "://127.0.0.1:7480, got '" + address + "'");
    }
    return uri;
  }

  private static ServerSocketChannel bind(URI uri) {
    try {
      ServerSocketChannel socket = ServerSocketChannel.open();
      try {
        socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        socket.bind(
            new InetSocketAddress(InetAddress.getByName(uri.getHost()), uri.getPort()), BACKLOG);
        return socket;
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + uri + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public int poll(long nowNs) {
    if (closed) {
      return 0;
    }
    begin();
    connections.nowNs(nowNs);
    int work = connections.flush();
    work += loop.step();
    work += connections.takeResumed();
    work += ports.finishClosing();
    work += stage.doWork(nowNs);
    connections.streams().doWork(nowNs);
    if (nowNs - nextTickNs >= 0) {
      nextTickNs = nowNs + Math.max(TICK_NS, connections.count() * TICK_NS_PER_CONNECTION);
      connections.checkTimes();
    }
    return work + connections.flush();
  }

  @Override
  public boolean await(long timeoutNs) {
    if (!closed) {
      begin();
      connections.flush();
      loop.await(timeoutNs);
    }
    return !closed;
  }

  @Override
  public void wakeup() {
    loop.wakeup();
  }

  private void begin() {
    if (channel == null) {
      loop.adopt();
      channel = new NioServerSocketChannel(socket);
      channel.pipeline().addLast(new Acceptor());
      loop.register(channel);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    begin();
    onClose.run();
    channel.close();
    connections.closeAll();
    loop.close();
  }

  /** Takes new connections, up to the limit. */
  private final class Acceptor extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      SocketChannel accepted = (SocketChannel) message;
      if (connections.count() >= config.connections()) {
        counters.increment(EngineCounter.SESSIONS_REJECTED);
        accepted.unsafe().closeForcibly();
        return;
      }
      accepted.config().setAllocator(PooledByteBufAllocator.DEFAULT);
      accepted.config().setOption(ChannelOption.TCP_NODELAY, true);
      accepted.config().setOption(ChannelOption.SO_KEEPALIVE, true);
      protocols.begin(accepted);
      loop.register(accepted);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      counters.increment(EngineCounter.TRANSPORT_ERRORS);
      errors.onError(cause);
      context.channel().config().setAutoRead(false);
      context
          .executor()
          .schedule(
              () -> context.channel().config().setAutoRead(true),
              ACCEPT_RETRY_MS,
              TimeUnit.MILLISECONDS);
    }
  }
}
