package io.machinenative.axiom.engine.transport.netty;

/**
 * What goes wrong on a TCP listener, told to whoever counts it. Called on the thread that polls the
 * listener.
 */
public interface TcpFaults {
  /** For those who do not count. */
  TcpFaults IGNORED =
      new TcpFaults() {
        @Override
        public void onConnectionFault(String peer, Throwable cause) {}

        @Override
        public void onConnectionRefused(String peer) {}

        @Override
        public void onAcceptFault(Throwable cause) {}
      };

  /**
   * A connection failed and is closed: reset by its peer, or its handler threw. Told once for a
   * connection; its handler hears of the end as usual.
   *
   * @param peer the other side, as in {@code Peer.description()}
   */
  void onConnectionFault(String peer, Throwable cause);

  /** A connection above the limit came and was closed at once. */
  void onConnectionRefused(String peer);

  /**
   * No connection could be accepted, such as for want of file descriptors; the listener tries again
   * shortly.
   */
  void onAcceptFault(Throwable cause);
}
