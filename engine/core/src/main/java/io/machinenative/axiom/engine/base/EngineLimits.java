package io.machinenative.axiom.engine.base;

import io.machinenative.axiom.codec.WireLimits;
import java.util.concurrent.TimeUnit;

/**
 * What an engine grants: to all sessions together, to one, and to a call. Immutable, checked where
 * it is made.
 *
 * @param maxSessions open at once, per engine; more are refused with SESSION_LIMIT
 * @param maxMessageBytes longest message, header included. Higher lets larger payloads through;
 *     each may take so much off-heap memory while it is assembled
 * @param creditWindow calls that one session may have in flight. Higher hides more latency; each
 *     call in flight may hold a slot and a waiting reply
 * @param slotCount calls queued or running per ingress agent. Higher absorbs longer bursts before
 *     OVERLOADED
 * @param slotBytes longest request and reply that need no pooled buffer; memory is {@code 2 *
 *     slotCount * slotBytes} per ingress agent
 * @param laneCapacity calls that wait in each lane of each worker, a power of two
 * @param blockingLimit calls of BLOCKING tools that run at once
 * @param poolBytes budget of the pooled buffers, for large messages and replies that wait
 * @param heartbeatIntervalNs unless the client asks for another. Lower finds dead peers sooner, and
 *     wakes idle ones more
 * @param helloTimeoutNs for a connection that has not said Hello
 * @param slowConsumerNs after which a peer that takes none of its waiting replies is given up
 * @param drainNs for calls in flight when the engine stops
 */
public record EngineLimits(
    int maxSessions,
    int maxMessageBytes,
    int creditWindow,
    int slotCount,
    int slotBytes,
    int laneCapacity,
    int blockingLimit,
    long poolBytes,
    long heartbeatIntervalNs,
    long helloTimeoutNs,
    long slowConsumerNs,
    long drainNs) {

  /** Retry hint of OVERLOADED: about the time in which a busy worker frees a slot. */
  public static final int OVERLOADED_RETRY_MS = 5;

  /**
   * Most calls that a session may have in flight, half of what its queue of waiting replies holds.
   */
  public static final int MAX_CREDIT_WINDOW = 512;

  public static final EngineLimits DEFAULTS =
      new EngineLimits(
          10_000,
          WireLimits.DEFAULT_MAX_MESSAGE_BYTES,
          256,
          1024,
          4096,
          1024,
          256,
          256L * 1024 * 1024,
          TimeUnit.SECONDS.toNanos(2),
          TimeUnit.SECONDS.toNanos(5),
          TimeUnit.SECONDS.toNanos(10),
          TimeUnit.SECONDS.toNanos(3));

  public EngineLimits {
    within("maxSessions", maxSessions, 1, 1_000_000);
    within(
        "maxMessageBytes",
        maxMessageBytes,
        WireLimits.MIN_MAX_MESSAGE_BYTES,
        WireLimits.MAX_MAX_MESSAGE_BYTES);
    within("creditWindow", creditWindow, 1, MAX_CREDIT_WINDOW);
    within("slotCount", slotCount, 1, 65_536);
    within("slotBytes", slotBytes, 256, WireLimits.MAX_FRAME_BYTES);
    within("laneCapacity", laneCapacity, 1, 65_536);
    if (Integer.bitCount(laneCapacity) != 1) {
      throw new IllegalArgumentException(
          "laneCapacity: expected a power of two, got " + laneCapacity);
    }
    within("blockingLimit", blockingLimit, 1, 65_536);
    within("poolBytes", poolBytes, 2L * maxMessageBytes, Long.MAX_VALUE);
    within(
        "heartbeatIntervalNs",
        heartbeatIntervalNs,
        TimeUnit.MILLISECONDS.toNanos(WireLimits.MIN_HEARTBEAT_INTERVAL_MS),
        TimeUnit.MILLISECONDS.toNanos(WireLimits.MAX_HEARTBEAT_INTERVAL_MS));
    within("helloTimeoutNs", helloTimeoutNs, 1, TimeUnit.HOURS.toNanos(1));
    within("slowConsumerNs", slowConsumerNs, 1, TimeUnit.HOURS.toNanos(1));
    within("drainNs", drainNs, 0, TimeUnit.HOURS.toNanos(1));
  }

  /**
   * Pooled memory in which replies of one session may wait while it is read: a quarter of all, and
   * at least a longest message. Beyond that the session is not read any further, so that a reader
   * that does not read leaves memory for others.
   */
  public long sessionReplyBytes() {
    return Math.max(poolBytes / 4, maxMessageBytes);
  }

  /**
   * Whether buffers and queues are sized alike, so that the rest may change while they are used.
   */
  public boolean isSizedAs(EngineLimits other) {
    return maxMessageBytes == other.maxMessageBytes
        && slotCount == other.slotCount
        && slotBytes == other.slotBytes
        && laneCapacity == other.laneCapacity
        && blockingLimit == other.blockingLimit
        && poolBytes == other.poolBytes;
  }

  private static void within(String name, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          name + ": expected " + lowest + " to " + highest + ", got " + value);
    }
  }
}
