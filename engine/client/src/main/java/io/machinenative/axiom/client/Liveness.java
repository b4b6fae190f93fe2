package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.WireLimits;
import java.util.concurrent.TimeUnit;

/**
 * Who spoke when: says when a heartbeat is due, and when the server has been silent for too long.
 * Owned by the session's thread. Allocates nothing.
 */
final class Liveness {
  private long intervalNs;
  private long lastHeardNs;
  private long lastSentNs;
  private boolean replyDue;
  private long replyTimestampNs;

  /** The session is open. */
  void start(long nowNs, int intervalMs) {
    intervalNs = TimeUnit.MILLISECONDS.toNanos(intervalMs);
    lastHeardNs = nowNs;
    lastSentNs = nowNs;
  }

  void onHeard(long nowNs) {
    lastHeardNs = nowNs;
  }

  void onSent(long nowNs) {
    lastSentNs = nowNs;
  }

  /** The server asked for a sign of life; of several only the last is answered. */
  void onAsked(long timestampNs) {
    replyDue = true;
    replyTimestampNs = timestampNs;
  }

  /** Whether nothing was heard for three intervals. */
  boolean isServerSilent(long nowNs) {
    return nowNs - lastHeardNs >= WireLimits.HEARTBEATS_MISSED_LIMIT * intervalNs;
  }

  /**
   * Sends the answer or the heartbeat that is due; what the link does not take stays due.
   *
   * @return how many were sent
   */
  int sendDue(long nowNs, RequestEncoder requests) {
    if (replyDue && requests.heartbeat(replyTimestampNs, true)) {
      replyDue = false;
      lastSentNs = nowNs;
      return 1;
    }
    if (nowNs - lastSentNs >= intervalNs && requests.heartbeat(nowNs, false)) {
      lastSentNs = nowNs;
      return 1;
    }
    return 0;
  }
}
