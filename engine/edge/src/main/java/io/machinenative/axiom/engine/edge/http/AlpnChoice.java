package io.machinenative.axiom.engine.edge.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * What a connection with TLS speaks, once its handshake is done: what both sides agreed on by ALPN,
 * else HTTP/1.1. Gives its place up then. The handshake's time is that of a request.
 *
 * <p>Owned by the ingress thread.
 */
final class AlpnChoice extends ChannelInboundHandlerAdapter implements EdgeConnection {
  private final Protocols protocols;
  private final EdgeConnections all;
  private final SocketChannel channel;
  private final long sinceNs;

  AlpnChoice(Protocols protocols, EdgeConnections all, SocketChannel channel) {
    this.protocols = protocols;
    this.all = all;
    this.channel = channel;
    this.sinceNs = all.nowNs();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent done) {
      if (done.isSuccess()) {
        String agreed = channel.pipeline().get(SslHandler.class).applicationProtocol();
        boolean http2 = ApplicationProtocolNames.HTTP_2.equals(agreed);
        all.replace(this, http2 ? protocols.http2(channel) : protocols.http1(channel));
        context.pipeline().remove(this);
      } else {
        channel.close(); // exceptionCaught was told why
      }
    }
  }

  @Override
  public void checkTime(long nowNs) {
    if (nowNs - sinceNs > all.config().requestNs()) {
      all.onTimeout();
      channel.close();
    }
  }

  @Override
  public void close() {
    channel.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    all.onFault(cause, false);
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    all.onClosed(this);
    context.fireChannelInactive();
  }
}
