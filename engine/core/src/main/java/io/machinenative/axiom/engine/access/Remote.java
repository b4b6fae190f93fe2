package io.machinenative.axiom.engine.access;

import java.net.InetAddress;

/**
 * The other end of a connection, as far as identity asks for it. On the thread that owns the
 * connection.
 */
@FunctionalInterface
public interface Remote {
  /** Somebody on this machine: in the process, by shared memory, by a pipe. */
  Remote LOCAL = () -> null;

  /** The address that it comes from; null when it comes by no network, or is gone. */
  InetAddress host();
}
