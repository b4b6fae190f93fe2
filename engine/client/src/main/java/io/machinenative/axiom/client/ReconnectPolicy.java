package io.machinenative.axiom.client;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * When a client opens a new session after one was lost.
 *
 * @param enabled false: a client whose session ended stays without one
 * @param initialBackoffNs wait before the first attempt; doubles while attempts fail. Shorter is
 *     back sooner, longer is kinder to a server that restarts under many clients
 * @param maxBackoffNs longest wait
 * @param jitter part of the wait that is random, from 0 to 1: spreads clients that were lost
 *     together
 */
public record ReconnectPolicy(
    boolean enabled, long initialBackoffNs, long maxBackoffNs, double jitter) {
  public ReconnectPolicy {
    if (initialBackoffNs <= 0 || maxBackoffNs < initialBackoffNs || !(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException(
          "expected 0 < initialBackoffNs <= maxBackoffNs and jitter from 0 to 1, got"
              + (" initialBackoffNs=" + initialBackoffNs)
              + (" maxBackoffNs=" + maxBackoffNs + " jitter=" + jitter));
    }
  }

  /** After 10 ms, 20 ms, 40 ms and so on up to 2 s, the half of it random. */
  public static ReconnectPolicy standard() {
    return new ReconnectPolicy(
        true, TimeUnit.MILLISECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(2), 0.5);
  }

  /** A client whose session ended stays without one. */
  public static ReconnectPolicy never() {
    return new ReconnectPolicy(false, 1, 1, 0);
  }

  /**
   * @param failures in a row so far, 0 or more
   */
  long delayNs(int failures, RandomGenerator random) {
    long backoffNs = RetryPolicy.backoffNs(initialBackoffNs, maxBackoffNs, failures + 1);
    return backoffNs - (long) (backoffNs * jitter * random.nextDouble());
  }
}
