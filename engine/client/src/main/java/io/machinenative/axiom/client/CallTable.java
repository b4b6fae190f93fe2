package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.Status;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;

/**
 * The requests of a session that are in flight, at most a credit window of them. Correlation ids
 * grow by one; the slot of an id is its low bits, and ids whose slot is still occupied are skipped,
 * so finding one is one array access.
 *
 * <pre>
 *   window 3, 4 slots:    slot   0   1   2   3
 *                         id     8   5   6   -      next id: 7; then 9 would be skipped, 10 too
 * </pre>
 *
 * <p>Owned by the session's thread. Allocates when made, never after.
 */
final class CallTable {
  /** Least time between two searches for expired requests. */
  static final long SCAN_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);

  private final CallSlot[] slots;
  private final long[] order;
  private final int mask;
  private final int window;
  private long lastId;
  private int inFlight;
  private int cancelsPending;

  /**
   * Whether {@link #earliestExpiryNs} holds one; it may be that of a request which is over already.
   */
  private boolean hasExpiry;

  private long earliestExpiryNs;
  private long nextScanNs;

  /**
   * @param window most requests in flight, above 0
   * @param lastId correlation ids begin above it; at least 0
   * @param nowNs clock reading
   */
  CallTable(int window, long lastId, long nowNs) {
    int capacity = BitUtil.findNextPositivePowerOfTwo(window);
    this.window = window;
    this.mask = capacity - 1;
    this.lastId = lastId;
    this.nextScanNs = nowNs;
    order = new long[capacity];
    slots = new CallSlot[capacity];
    for (int i = 0; i < capacity; i++) {
      slots[i] = new CallSlot();
    }
  }

  int inFlight() {
    return inFlight;
  }

  int window() {
    return window;
  }

  long lastId() {
    return lastId;
  }

  boolean hasCancelsPending() {
    return cancelsPending > 0;
  }

  /**
   * Takes a slot under the next correlation id.
   *
   * @return null when the window is used up
   */
  CallSlot claim() {
    if (inFlight == window) {
      return null;
    }
    // Fewer requests than slots: at most a round until one is free.
    CallSlot slot = slots[(int) ++lastId & mask];
    while (slot.correlationId != CallSlot.FREE) {
      slot = slots[(int) ++lastId & mask];
    }
    slot.correlationId = lastId;
    inFlight++;
    return slot;
  }

  /**
   * @return the slot of a request in flight, or null
   */
  CallSlot find(long correlationId) {
    CallSlot slot = slots[(int) correlationId & mask];
    return slot.correlationId == correlationId && correlationId != CallSlot.FREE ? slot : null;
  }

  void release(CallSlot slot) {
    assert slot.correlationId != CallSlot.FREE : "a slot was released twice";
    if (slot.cancelPending) {
      slot.cancelPending = false;
      cancelsPending--;
    }
    slot.correlationId = CallSlot.FREE;
    slot.replies = null;
    slot.catalogue = null;
    slot.answers = null;
    slot.hasDeadline = false;
    inFlight--;
  }

  void expireAt(CallSlot slot, long expiryNs) {
    slot.hasDeadline = true;
    slot.expiryNs = expiryNs;
    noteExpiry(expiryNs);
  }

  private void noteExpiry(long expiryNs) {
    if (!hasExpiry || expiryNs - earliestExpiryNs < 0) {
      hasExpiry = true;
      earliestExpiryNs = expiryNs;
    }
  }

  void requestCancel(CallSlot slot) {
    if (!slot.cancelPending) {
      slot.cancelPending = true;
      cancelsPending++;
    }
  }

  /**
   * Sends Cancels that are due until the link takes no more.
   *
   * @return how many were sent
   */
  int sendCancels(RequestEncoder requests) {
    int sent = 0;
    for (int i = 0; i <= mask && cancelsPending > 0; i++) {
      CallSlot slot = slots[i];
      if (slot.cancelPending) {
        if (!requests.cancel(slot.correlationId)) {
          return sent;
        }
        slot.cancelPending = false;
        cancelsPending--;
        sent++;
      }
    }
    return sent;
  }

  /**
   * Ends the requests whose time is over with DEADLINE_EXCEEDED. Looks through the table only when
   * the earliest expiry has come, and at most once a millisecond.
   *
   * @return how many were ended
   */
  int expire(long nowNs, DirectBuffer message, ClientCounters counters) {
    if (!hasExpiry || nowNs - earliestExpiryNs < 0 || nowNs - nextScanNs < 0) {
      return 0;
    }
    nextScanNs = nowNs + SCAN_INTERVAL_NS;
    hasExpiry = false;
    int expired = 0;
    for (CallSlot slot : slots) {
      if (slot.hasDeadline && nowNs - slot.expiryNs >= 0) {
        expired++;
        counters.increment(ClientCounters.Kind.LOCAL_EXPIRY);
        end(slot, Status.DEADLINE_EXCEEDED.value(), 0, message, 0, message.capacity());
      } else if (slot.hasDeadline) {
        noteExpiry(slot.expiryNs);
      }
    }
    return expired;
  }

  /** Ends a request with an error: the slot is free when the handler is called. */
  void end(
      CallSlot slot, int status, int retryAfterMs, DirectBuffer message, int offset, int length) {
    FailureHandler handler = slot.failures();
    long token = slot.token;
    release(slot);
    handler.onError(token, status, retryAfterMs, message, offset, length);
  }

  /**
   * Ends all requests with CONNECTION_LOST, in the order in which they were sent.
   *
   * @return how many were ended
   */
  int endAll(DirectBuffer message, ClientCounters counters) {
    int count = 0;
    for (CallSlot slot : slots) {
      if (slot.correlationId != CallSlot.FREE) {
        order[count++] = slot.correlationId;
      }
    }
    Arrays.sort(order, 0, count);
    for (int i = 0; i < count; i++) {
      counters.increment(ClientCounters.Kind.LOST_CALL);
      end(find(order[i]), Status.CONNECTION_LOST.value(), 0, message, 0, message.capacity());
    }
    return count;
  }
}
