package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.Remote;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A client's connection as the server's carrier sees it. Owned by the ingress agent that polls its
 * carrier: every method is called on that thread alone.
 */
public interface Peer extends FrameWriter, Remote {
  /** The other side, for logs and errors: {@code tcp 127.0.0.1:50122}. */
  String description();

  @Override
  default InetAddress host() {
    return null;
  }

  /**
   * The chain of certificates with which the other side proved who it is, its own first; empty when
   * it showed none, or the carrier has no TLS. Allocates.
   */
  default List<X509Certificate> certificates() {
    return List.of();
  }

  /**
   * Who is there, where the carrier has found that out by itself; null when the credentials of
   * Hello say it.
   */
  default Caller caller() {
    return null;
  }

  /** Whether the calls of several callers come through it, so that it ends with none of them. */
  default boolean isShared() {
    return false;
  }

  /**
   * Ends the connection after what was committed has been handed to the carrier. The carrier calls
   * {@link FrameHandler#onDisconnect} once, not from within this call. Calling it again does
   * nothing.
   */
  void close();
}
