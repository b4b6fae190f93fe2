package io.machinenative.axiom.engine.pipeline;

import org.agrona.MutableDirectBuffer;

/**
 * The sending half of a connection: claim room for one frame, write it in place, commit. A frame is
 * one SBE message, its header included; what a carrier adds around it (the TCP framing header) is
 * the carrier's own.
 *
 * <pre>{@code
 * if (writer.claim(length) == Outcome.OK) {
 *   encoder.wrapAndApplyHeader(writer.buffer(), writer.offset(), header)...;
 *   writer.commit();
 * }
 * }</pre>
 *
 * <p>Owned by one thread. At most one claim is open at a time, and it is committed or aborted
 * before the owner's duty cycle ends. Allocates nothing.
 */
public interface FrameWriter {
  /**
   * Claims room for a frame.
   *
   * @param length of the frame in bytes, above 0
   * @return {@link Outcome#OK}, {@link Outcome#BACK_PRESSURED}, {@link Outcome#CLOSED}, or {@link
   *     Outcome#TOO_LARGE}
   */
  int claim(int length);

  /**
   * Holds the claimed room, from {@link #offset()} on. Its content is undefined. Valid until commit
   * or abort.
   */
  MutableDirectBuffer buffer();

  /** Where the claimed room begins. */
  int offset();

  /** Hands the claimed frame to the carrier. */
  void commit();

  /** Gives the claimed room up: the peer sees nothing. */
  void abort();

  /**
   * Longest frame that can be claimed: the carrier's own limit, at most {@code
   * WireLimits.MAX_FRAME_BYTES}.
   */
  int maxFrameBytes();
}
