package io.machinenative.axiom.engine.pipeline;

import org.agrona.DirectBuffer;

/**
 * A connection as the client sees it. Owned by one thread: the one that polls it. Connecting
 * happens in the background of {@link #poll}, so nothing here blocks.
 */
public interface Link extends FrameWriter, AutoCloseable {
  /** Takes a frame that came. One that throws ends the link: nothing that follows the frame can be trusted. */
  @FunctionalInterface
  interface Receiver {
    /**
     * @param buffer holds the frame, one SBE message with its header; borrowed until the call
     *     returns
     */
    void onFrame(DirectBuffer buffer, int offset, int length);
  }

  /** Where a link is in its life, which goes one way. */
  enum State {
    /** {@link #poll} goes on connecting. */
    CONNECTING,
    /** Frames can be claimed. */
    CONNECTED,
    /** Over: {@link #closeReason()} says why. */
    CLOSED
  }

  State state();

  /** Why the link is closed, for people; empty when it is not, or was closed by its owner. */
  String closeReason();

  /**
   * Polls the carrier: connects, reads, hands over frames, flushes what was committed. Bounded
   * work, never blocks.
   *
   * @return how much was done, 0 for nothing
   */
  int poll(Receiver receiver);

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

  /** Aeron: the channel that Hello names for the replies; empty elsewhere. Known once CONNECTED. */
  default String responseChannel() {
    return "";
  }

  /** Aeron: the stream of {@link #responseChannel()}; 0 elsewhere. */
  default int responseStreamId() {
    return 0;
  }

  /** Ends the connection after what was committed has been handed to the carrier. */
  @Override
  void close();
}
