package io.machinenative.axiom.engine.transport.netty;

import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Takes new connections, up to the limit. Owned by the thread that polls the listener; allocates
 * for each connection.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {
  /** Pause after an accept that failed, such as for want of file descriptors. */
  private static final long RETRY_MS = 100;

  private final TcpLoop loop;
  private final FrameHandler handler;
  private final TcpFaults faults;
  private final Optional<ServerTls> tls;
  private final Set<TcpPeer> peers = new HashSet<>();
  private int socketCount;

  Acceptor(TcpLoop loop, FrameHandler handler, TcpFaults faults, Optional<ServerTls> tls) {
    this.loop = loop;
    this.handler = handler;
    this.faults = faults;
    this.tls = tls;
  }

  /** The connections whose handler knows them. */
  Set<TcpPeer> peers() {
    return peers;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    TcpChannel channel = (TcpChannel) message;
    String description = TcpConnection.description(channel);
    if (socketCount >= loop.options().maxConnections()) {
      channel.unsafe().closeForcibly();
      faults.onConnectionRefused(description);
      return;
    }
    try {
      SslHandler handshake = tls.map(secure -> secure.handler(TcpLoop.ALLOCATOR)).orElse(null);
      loop.connection(channel, new TcpPeer(handler, faults, peers, description), handshake);
      socketCount++;
      channel.closeFuture().addListener(closed -> socketCount--);
      loop.register(channel);
    } catch (ChannelException e) {
      // The socket was closed by the other side before its options could be set.
      channel.unsafe().closeForcibly();
      faults.onConnectionFault(description, e);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    faults.onAcceptFault(cause);
    ChannelConfig config = context.channel().config();
    config.setAutoRead(false);
    context.executor().schedule(() -> config.setAutoRead(true), RETRY_MS, TimeUnit.MILLISECONDS);
  }
}
