package io.machinenative.axiom.engine.edge.http;

import io.machinenative.axiom.engine.access.Remote;
import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.transport.netty.PeerCertificates;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The other end of a connection, whatever it speaks: its address, its certificates, and its session
 * with the engine, which its first call opens. Owned by the ingress thread.
 */
public final class EdgeClient implements Remote {
  private final EdgeConnections all;
  private final SocketChannel channel;
  private CallPort port;

  EdgeClient(EdgeConnections all, SocketChannel channel) {
    this.all = all;
    this.channel = channel;
  }

  @Override
  public InetAddress host() {
    InetSocketAddress remote = channel.remoteAddress();
    return remote == null ? null : remote.getAddress();
  }

  /** As in {@code 127.0.0.1:50122}. Allocates. */
  public String address() {
    InetSocketAddress remote = channel.remoteAddress();
    return remote == null
        ? "(gone)"
        : remote.getAddress().getHostAddress() + ":" + remote.getPort();
  }

  /**
   * The chain with which it proved who it is, its own certificate first; empty when it showed none,
   * or the connection has no TLS. Allocates.
   */
  public List<X509Certificate> certificates() {
    return PeerCertificates.of(channel.pipeline().get(SslHandler.class));
  }

  /** {@code https} with TLS, else {@code http}. */
  public String scheme() {
    return channel.pipeline().get(SslHandler.class) == null ? "http" : "https";
  }

  /** Its session with the engine, for calls as JSON. */
  public CallPort port() {
    if (port == null) {
      port = all.port(this);
    }
    return port;
  }

  /** Ends the session, if there is one. */
  public void end() {
    if (port != null) {
      port.end();
    }
  }
}
