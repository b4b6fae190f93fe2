package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.RawInvocation;
import java.util.concurrent.TimeUnit;

/** Handles a call again when that failed before it began to answer, while there is time. */
final class RetryingHandler implements RawHandler {
  private final RawHandler handler;
  private final int attempts;
  private final long waitNs;

  /**
   * @param attempts in all
   * @param waitNs between two; 0 on threads that may not wait
   */
  RetryingHandler(RawHandler handler, int attempts, long waitNs) {
    this.handler = handler;
    this.attempts = attempts;
    this.waitNs = waitNs;
  }

  @Override
  public void handle(RawInvocation call) throws Exception {
    for (int attempt = 1; attempt < attempts; attempt++) {
      UnansweredCall once = UnansweredCall.attempt(call);
      try {
        handler.handle(once);
        return;
      } catch (Exception e) {
        boolean over = once.isAnswered() || call.isCancelled() || call.remainingNs() <= waitNs;
        if (CallGuard.isDeclared(e) || over) {
          throw e;
        }
      }
      if (waitNs > 0) {
        TimeUnit.NANOSECONDS.sleep(waitNs);
      }
    }
    handler.handle(call);
  }
}
