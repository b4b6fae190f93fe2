package io.machinenative.axiom.benchmarks.swap;

import io.machinenative.axiom.benchmarks.rtt.Mode;
import io.machinenative.axiom.benchmarks.rtt.Transport;
import io.machinenative.axiom.testkit.swap.sample.NumberedEcho;
import java.util.OptionalDouble;

/**
 * What to measure. Immutable.
 *
 * @param swaps measured, after those that warm up
 * @param transport what carries the calls
 * @param mode where the tool runs
 * @param payloadBytes of a request and its reply
 * @param callsPerSecond sent, whatever comes back; empty: half of what was measured to fit
 * @param pauseNs quiet time between two swaps, which is what a swap is compared with
 * @param swapsPerCollection after so many swaps the heap is collected, and no old version may be
 *     left
 * @param warmupSwaps not counted
 */
public record SwapPlan(
    int swaps,
    Transport transport,
    Mode mode,
    int payloadBytes,
    OptionalDouble callsPerSecond,
    long pauseNs,
    int swapsPerCollection,
    int warmupSwaps) {
  private static final int MAX_SWAPS = 100_000;

  public SwapPlan {
    within("swaps", swaps, 1, MAX_SWAPS);
    within("payload", payloadBytes, NumberedEcho.LEAST_BYTES, 32 * 1024);
    within("collect-every", swapsPerCollection, 1, MAX_SWAPS);
    within("warm-up swaps", warmupSwaps, 0, MAX_SWAPS);
    if (callsPerSecond.isPresent() && !(callsPerSecond.getAsDouble() >= 1)) {
      throw new IllegalArgumentException(
          "rate: expected half, or 1 call a second or more, got " + callsPerSecond.getAsDouble());
    }
  }

  private static void within(String name, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          name + ": expected " + lowest + " to " + highest + ", got " + value);
    }
  }
}
