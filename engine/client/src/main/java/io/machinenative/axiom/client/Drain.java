package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.Status;
import java.util.concurrent.TimeUnit;

/**
 * The orderly end of a session: who has said goodbye, what is awaited, until when. Whoever says it
 * first starts no new request and awaits those in flight; the other side says it too when none is
 * left. Owned by the session's thread.
 */
final class Drain {
  /** How much longer than the server said the client waits for it. */
  private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(1);

  private boolean begun;
  private boolean goodbyeDue;
  private boolean goodbyeReceived;
  private long endNs;
  private String reason = "";

  /** The client begins. */
  void begin(long endNs) {
    begun = true;
    goodbyeDue = true;
    this.endNs = endNs;
  }

  /** The server begins, or says it at the same time, with calls still to be answered. */
  void onGoodbye(long nowNs, long drainMs, String reason) {
    goodbyeReceived = true;
    this.reason = reason;
    if (!begun) {
      begin(nowNs + TimeUnit.MILLISECONDS.toNanos(drainMs) + GRACE_NS);
    }
  }

  /**
   * Says goodbye: at once when the client began, when nothing is in flight when the server began;
   * in no case before the last piece of a long request.
   *
   * @return how much was sent
   */
  int sendDue(long nowNs, boolean isIdle, boolean isSending, RequestEncoder requests) {
    if (!goodbyeDue || isSending || (goodbyeReceived && !isIdle)) {
      return 0;
    }
    long leftMs = TimeUnit.NANOSECONDS.toMillis(Math.max(0, endNs - nowNs));
    goodbyeDue = !requests.goodbye(Status.SHUTDOWN, Math.min(leftMs, Integer.MAX_VALUE));
    return goodbyeDue ? 0 : 1;
  }

  /** Whether the client has said goodbye. */
  boolean hasSpoken() {
    return begun && !goodbyeDue;
  }

  /**
   * Whether the session is over: both said goodbye and nothing is in flight, or the time is over.
   */
  boolean isDone(long nowNs, boolean isIdle) {
    return (goodbyeReceived && !goodbyeDue && isIdle) || nowNs - endNs >= 0;
  }

  /** Why the session ended: what the server said, or else the reason given. */
  String reasonOr(String other) {
    return goodbyeReceived ? reason : other;
  }
}
