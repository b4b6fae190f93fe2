package io.machinenative.axiom.engine.transport.inproc;

import org.agrona.BitUtil;

/**
 * How the in-process carrier is built.
 *
 * @param ringBytes of each of the two rings of a connection, a power of two. Larger rings take
 *     longer bursts before they answer with back pressure; every connection costs twice this much
 *     off-heap memory. The longest frame is an eighth of it.
 * @param acceptQueueLength connections that may wait for the listener to take them. More let more
 *     clients connect at once while the server is busy; each waits with its rings.
 * @param maxConnections that the listener serves at a time; further ones are closed at once
 * @param framesPerPoll most frames read from one connection in a poll. More mean fewer rounds under
 *     load, fewer mean that connections wait less for each other.
 */
public record InprocOptions(
    int ringBytes, int acceptQueueLength, int maxConnections, int framesPerPoll) {
  /** Rings of 1 MiB, which carry the protocol's longest frame. */
  public static final InprocOptions DEFAULT = new InprocOptions(1 << 20, 256, 1024, 64);

  private static final int MIN_RING_BYTES = 1 << 12;
  private static final int MAX_RING_BYTES = 1 << 29;

  public InprocOptions {
    if (!BitUtil.isPowerOfTwo(ringBytes)
        || ringBytes < MIN_RING_BYTES
        || ringBytes > MAX_RING_BYTES) {
      throw new IllegalArgumentException(
          "expected ringBytes to be a power of two from %d to %d, got %d"
              .formatted(MIN_RING_BYTES, MAX_RING_BYTES, ringBytes));
    }
    requirePositive("acceptQueueLength", acceptQueueLength);
    requirePositive("maxConnections", maxConnections);
    requirePositive("framesPerPoll", framesPerPoll);
  }

  /** The same with rings of another size. */
  public InprocOptions withRingBytes(int bytes) {
    return new InprocOptions(bytes, acceptQueueLength, maxConnections, framesPerPoll);
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException("expected " + name + " above 0, got " + value);
    }
  }
}
