package io.machinenative.axiom.benchmarks.rtt;

import org.agrona.concurrent.IdleStrategy;

/** The closed loop over a port that the measuring thread steps itself. */
public final class PolledLoop {
  private final PolledPort port;
  private final IdleStrategy idle;

  public PolledLoop(PolledPort port, IdleStrategy idle) {
    this.port = port;
    this.idle = idle;
  }

  /** See {@link RttClient#run}. */
  public void run(RoundTrips trips, long durationNs) {
    long endNs = trips.lastReplyNs() + durationNs;
    while (trips.lastReplyNs() - endNs < 0) {
      int work = port.poll(trips);
      while (trips.hasRoom() && port.send(trips)) {
        work++;
      }
      idle(trips, work);
    }
    while (trips.inFlight() > 0) {
      idle(trips, port.poll(trips));
    }
  }

  private void idle(RoundTrips trips, int work) {
    if (work == 0) {
      requireReplies(trips);
    }
    idle.idle(work);
  }

  /** Throws if no reply has come for {@link RttClient#REPLY_TIMEOUT_NS}. */
  public static void requireReplies(RoundTrips trips) {
    long silentNs = System.nanoTime() - trips.lastReplyNs();
    if (silentNs > RttClient.REPLY_TIMEOUT_NS) {
      throw new IllegalStateException(
          "no reply for "
              + silentNs / 1_000_000
              + " ms with "
              + trips.inFlight()
              + " calls in flight, expected one within "
              + RttClient.REPLY_TIMEOUT_NS / 1_000_000
              + " ms");
    }
  }
}
