package io.machinenative.axiom.engine.workflow.run;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.workflow.model.ErrorPolicy;
import io.machinenative.axiom.engine.workflow.model.ErrorPolicy.Then;

/** What follows from a failure of a stage; the last constant is the strongest. */
enum Verdict {
  /** Nothing failed. */
  NONE,
  /** Others go on. */
  CONTINUE,
  /** Its stream is run again after a delay. */
  RETRY,
  /** Its stream is run again, with another operation in its place. */
  FALLBACK,
  /** The run ends. */
  STOP;

  /** Does not help to try again: the same would be refused again. */
  private static boolean isFutile(Throwable failure) {
    return failure instanceof CircuitOpenException
        || (failure instanceof ToolException refused
            && refused.status() == Status.INVALID_ARGUMENT);
  }

  static Verdict of(StageRecord stage, Throwable failure) {
    ErrorPolicy policy = stage.definition().onError();
    boolean mayRetry = policy.retry().map(retry -> stage.retries() < retry.times()).orElse(false);
    if (mayRetry && !isFutile(failure)) {
      return RETRY;
    }
    if (policy.fallback().isPresent() && !stage.usesFallback()) {
      return FALLBACK;
    }
    return policy.then() == Then.CONTINUE ? CONTINUE : STOP;
  }

  Verdict or(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
