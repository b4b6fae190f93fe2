package io.machinenative.axiom.engine.tool;

import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.InvokeDecoder;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.InlineExecutor;
import io.machinenative.axiom.engine.pipeline.Replies;
import io.machinenative.axiom.engine.pipeline.Session;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/**
 * Runs INLINE tools on the ingress thread, with the payload where the carrier put it and the reply
 * where it is sent from. Owned by an ingress agent. Allocates nothing.
 */
public final class InlineRunner implements InlineExecutor {
  private final InlineInvocation invocation;
  private final Replies replies;
  private final EngineCounters counters;
  private final ErrorHandler errors;

  public InlineRunner(
      Replies replies,
      BufferPool pool,
      NanoClock clock,
      EngineCounters counters,
      ErrorHandler errors) {
    this.invocation = new InlineInvocation(replies, pool, clock);
    this.replies = replies;
    this.counters = counters;
    this.errors = errors;
  }

  @Override
  public void execute(Session session, RawHandler handler, InvokeDecoder invoke, long deadlineNs) {
    invocation.begin(session, invoke, deadlineNs);
    try {
      handler.handle(invocation);
      invocation.succeed();
    } catch (Throwable e) {
      fail(session, e);
    } finally {
      invocation.end();
    }
  }

  private void fail(Session session, Throwable thrown) {
    invocation.abort();
    int retryAfterMs = 0;
    if (thrown instanceof ToolException refusal) {
      retryAfterMs = refusal.retryAfterMs();
      counters.increment(EngineCounter.CALLS_FAILED);
    } else {
      counters.increment(EngineCounter.TOOL_FAULTS);
      errors.onError(thrown);
    }
    replies.error(
        session,
        invocation.correlationId(),
        ToolRunner.statusOf(thrown, false, invocation.isCancelled()),
        retryAfterMs,
        ToolRunner.messageOf(thrown));
  }
}
