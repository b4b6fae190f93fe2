package io.machinenative.axiom.engine.pipeline;

/**
 * A server's carrier, open for connections at one address. Owned and polled by one ingress agent.
 */
public interface Listener extends AutoCloseable {
  /**
   * Polls the carrier: accepts, reads, hands frames to its {@link FrameHandler}, flushes. Bounded
   * work, never blocks.
   *
   * @param nowNs the duty cycle's clock reading
   * @return how much was done, 0 for nothing
   */
  int poll(long nowNs);

  /**
   * Waits until there may be something to poll, {@code timeoutNs} have passed, or {@link #wakeup()}
   * was called; a carrier that cannot wait returns at once with false.
   *
   * @return whether this carrier can wait
   */
  default boolean await(long timeoutNs) {
    return false;
  }

  /** Ends an {@link #await}. Any thread. */
  default void wakeup() {}

  /** The address in full, with the port that was bound: what a client connects to. Any thread. */
  String address();

  /**
   * Closes the carrier and its connections; {@link FrameHandler#onDisconnect} is called for each.
   */
  @Override
  void close();
}
