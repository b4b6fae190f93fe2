package io.machinenative.axiom.plugins.core;

import com.jayway.jsonpath.EvaluationListener.EvaluationContinuation;
import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.ToolException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Bounds the work of one query, whatever its path: {@code $..*..*..*} visits a document over and
 * over. Once spent it refuses every further step, so a library that swallows the first refusal does
 * not go on. One thread.
 */
final class QueryBudget {
  /** Looks at a value. The same query on the same document always ends the same way. */
  static final int MAX_STEPS = 10_000_000;

  /** Matches, each of which the library notes with its path. */
  static final int MAX_MATCHES = 100_000;

  /** The last resort, for steps that are slow because they compare large values. */
  static final long MAX_DURATION_NS = TimeUnit.SECONDS.toNanos(10);

  /** A power of two. One step compares at most two whole documents: some 10 ms. */
  private static final int STEPS_BETWEEN_QUESTIONS = 16;

  private final CallContext call;
  private final LongSupplier clockNs;
  private final long startNs;
  private int steps;
  private ToolException refusal;

  QueryBudget(CallContext call, LongSupplier clockNs) {
    this.call = call;
    this.clockNs = clockNs;
    startNs = clockNs.getAsLong();
  }

  /** The library looks at a value. */
  void step() {
    requireUnspent();
    steps++;
    if (steps > MAX_STEPS) {
      refuse(
          "expected a path that looks at values at most "
              + MAX_STEPS
              + " times, got one that goes on");
    }
    if ((steps & (STEPS_BETWEEN_QUESTIONS - 1)) == 0) {
      if (call.isCancelled()) {
        refuse(ToolException.cancelled());
      }
      if (clockNs.getAsLong() - startNs > MAX_DURATION_NS) {
        refuse(
            "expected a path that is done within "
                + TimeUnit.NANOSECONDS.toSeconds(MAX_DURATION_NS)
                + " seconds, got one that goes on");
      }
    }
  }

  /**
   * The library found a match.
   *
   * @param index of the match, from 0
   */
  EvaluationContinuation matchFound(int index) {
    if (index >= MAX_MATCHES) {
      refuse("expected a path with at most " + MAX_MATCHES + " matches, got one with more");
    }
    return EvaluationContinuation.CONTINUE;
  }

  /**
   * @throws ToolException what was thrown when the budget was spent
   */
  void requireUnspent() {
    if (refusal != null) {
      throw refusal;
    }
  }

  private void refuse(String reason) {
    refuse(ToolException.error(reason));
  }

  private void refuse(ToolException reason) {
    refusal = reason;
    throw reason;
  }
}
