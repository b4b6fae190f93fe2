package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.StatusFamily;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * When a call is tried again. Only what is safe is: the family of the status decides. A call never
 * outlives its deadline, and each attempt carries the same idempotency key.
 *
 * @param maxAttempts attempts in all, at least 1; 1 never tries again. More rides out longer
 *     disturbances, and adds more load to a server that has too much
 * @param initialBackoffNs wait before the second attempt when the server named none; doubles from
 *     attempt to attempt
 * @param maxBackoffNs longest such wait
 * @param jitter part of the wait that is random, from 0 to 1: spreads clients that failed together
 */
public record RetryPolicy(
    int maxAttempts, long initialBackoffNs, long maxBackoffNs, double jitter) {
  /**
   * A longer hint of the server, such as that of a rate for a whole day, is not waited for: the
   * call fails, and its caller decides.
   */
  static final int LONGEST_HINT_MS = 30_000;

  public RetryPolicy {
    if (maxAttempts < 1
        || initialBackoffNs < 0
        || maxBackoffNs < initialBackoffNs
        || !(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException(
          "expected maxAttempts >= 1, 0 <= initialBackoffNs <= maxBackoffNs and jitter from 0 to 1,"
              + (" got maxAttempts=" + maxAttempts + " initialBackoffNs=" + initialBackoffNs)
              + (" maxBackoffNs=" + maxBackoffNs + " jitter=" + jitter));
    }
  }

  /** Six attempts, waiting 10 ms, 20 ms, 40 ms and so on up to 1 s, the half of it random. */
  public static RetryPolicy standard() {
    return new RetryPolicy(6, TimeUnit.MILLISECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(1), 0.5);
  }

  /** Every call is tried once. */
  public static RetryPolicy none() {
    return new RetryPolicy(1, 0, 0, 0);
  }

  /**
   * Whether a call may be tried again.
   *
   * @param code status of the attempt that failed
   * @param attempts made so far
   * @param idempotent whether running the tool twice does no harm, or the call carries an
   *     idempotency key
   */
  public boolean allows(int code, int attempts, boolean idempotent) {
    return attempts < maxAttempts && StatusFamily.of(code).retryIsSafe(idempotent);
  }

  /**
   * How long to wait before the next attempt: what the server said, or the backoff, and then some
   * jitter.
   *
   * @param attempts made so far, at least 1
   * @param retryAfterMs the server's hint, 0 for none
   */
  long delayNs(int attempts, int retryAfterMs, RandomGenerator random) {
    long waitNs =
        retryAfterMs > 0
            ? TimeUnit.MILLISECONDS.toNanos(retryAfterMs)
            : backoffNs(initialBackoffNs, maxBackoffNs, attempts);
    // The server's hint is a least time, so the jitter is added to it.
    double part = jitter * random.nextDouble();
    return retryAfterMs > 0
        ? waitNs + (long) (initialBackoffNs * part)
        : waitNs - (long) (waitNs * part);
  }

  /** {@code initial * 2^(attempts - 1)}, at most {@code max}. */
  static long backoffNs(long initialNs, long maxNs, int attempts) {
    int doublings = Math.min(attempts - 1, Long.numberOfLeadingZeros(initialNs) - 2);
    return initialNs == 0 ? 0 : Math.min(maxNs, initialNs << Math.max(0, doublings));
  }
}
