package io.machinenative.axiom.engine.hosting;

import java.util.Objects;

/**
 * What happens when a tool of a plugin throws what it did not declare. The call's caller gets
 * TOOL_FAULT in every case but a retry or a fallback that succeeds.
 *
 * @param strategy see there
 * @param attempts RETRY: in all, 2 to 10
 * @param waitNs RETRY: between attempts of BLOCKING tools; others are tried again at once
 * @param fallbackTool FALLBACK: its name; else empty
 * @param failures QUARANTINE: so many, above 0
 * @param withinNs QUARANTINE: within so long
 * @param pauseNs QUARANTINE: taken out for so long the first time, and twice as long each time
 *     after
 * @param pauseMaxNs QUARANTINE: but no longer than this
 */
public record ErrorPolicy(
    Strategy strategy,
    int attempts,
    long waitNs,
    String fallbackTool,
    int failures,
    long withinNs,
    long pauseNs,
    long pauseMaxNs) {
  /** What to do. */
  public enum Strategy {
    /** Nothing more: the plugin serves on. */
    CONTINUE,
    /** It is taken out at the first fault, until another version comes or somebody resumes it. */
    STOP,
    /** Tools that declare themselves idempotent are tried again, while the call has time. */
    RETRY,
    /** Another tool answers the call. */
    FALLBACK,
    /** A plugin that keeps failing is taken out, and put back when it is well after a pause. */
    QUARANTINE
  }

  private static final long SECOND_NS = 1_000_000_000L;

  /** Serves on. */
  public static final ErrorPolicy CONTINUE =
      new ErrorPolicy(
          Strategy.CONTINUE, 3, 10_000_000L, "", 5, 60 * SECOND_NS, SECOND_NS, 300 * SECOND_NS);

  public ErrorPolicy {
    Objects.requireNonNull(strategy, "strategy");
    if (attempts < 2 || attempts > 10) {
      throw new IllegalArgumentException("attempts: expected 2 to 10, got " + attempts);
    }
    if (failures < 1 || failures > 10_000) {
      throw new IllegalArgumentException("failures: expected 1 to 10000, got " + failures);
    }
    if (waitNs < 0 || withinNs <= 0 || pauseNs <= 0 || pauseMaxNs < pauseNs) {
      throw new IllegalArgumentException(
          "expected times above 0 and max-pause of at least pause, got wait "
              + waitNs
              + " ns, within "
              + withinNs
              + " ns, pause "
              + pauseNs
              + " ns, max-pause "
              + pauseMaxNs
              + " ns");
    }
    if (strategy == Strategy.FALLBACK && fallbackTool.isEmpty()) {
      throw new IllegalArgumentException("fallback: expected the name of a tool, got none");
    }
  }
}
