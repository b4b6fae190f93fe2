package io.machinenative.axiom.benchmarks.rtt;

import java.util.concurrent.TimeUnit;

/** The calling half of a subject, connected. Used by one thread. */
public interface RttClient extends AutoCloseable {
  /** After so long without a reply, a call is taken for lost and the measurement for failed. */
  long REPLY_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

  /**
   * Keeps the window full for {@code durationNs}, then waits for the replies that are still under
   * way.
   *
   * @param trips restarted, nothing in flight
   */
  void run(RoundTrips trips, long durationNs) throws Exception;

  /**
   * Does what the connection needs to stay alive; called often while nothing is measured. Does not
   * block.
   */
  default void keepAlive() {}
}
