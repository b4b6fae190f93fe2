package io.machinenative.axiom.engine.transport.aeron;

import java.util.concurrent.TimeUnit;

/**
 * How a listener treats its clients.
 *
 * @param maxConnections connected or about to be; a client beyond them is refused
 * @param handshakeTimeoutNs from a client's first sign to the moment when it can be sent to; what
 *     takes longer is refused
 * @param disconnectGraceNs a client that does not listen any more is given up after so long. On top
 *     of it come the driver's timeouts, for a client that was killed
 * @param anyResponseHost whether a UDP client may listen on another host than the one that it sends
 *     from, as behind address translation. It lets a client aim the server's replies at a third
 *     party: only on networks that are trusted
 */
public record AeronListenerOptions(
    int maxConnections, long handshakeTimeoutNs, long disconnectGraceNs, boolean anyResponseHost) {
  public static final AeronListenerOptions DEFAULT =
      new AeronListenerOptions(
          1024, TimeUnit.SECONDS.toNanos(5), TimeUnit.MILLISECONDS.toNanos(200), false);

  /** Checks each value. */
  public AeronListenerOptions {
    if (maxConnections <= 0 || handshakeTimeoutNs <= 0 || disconnectGraceNs < 0) {
      throw new IllegalArgumentException(
          "expected maxConnections and handshakeTimeoutNs above 0, disconnectGraceNs of 0 or more,"
              + " got "
              + maxConnections
              + ", "
              + handshakeTimeoutNs
              + " and "
              + disconnectGraceNs);
    }
  }
}
