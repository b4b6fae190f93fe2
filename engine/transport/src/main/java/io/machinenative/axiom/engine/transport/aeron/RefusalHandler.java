package io.machinenative.axiom.engine.transport.aeron;

/**
 * Learns of clients that were refused before they became a connection. Called on the listener's
 * thread.
 */
@FunctionalInterface
public interface RefusalHandler {
  /**
   * @param source where the client sends from: {@code aeron:ipc} or host and port
   * @param reason for people
   */
  void onRefused(String source, String reason);
}
