package io.machinenative.axiom.engine.tool;

import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.InvokeDecoder;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.counters.ToolFigures;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.InlineExecutor;
import io.machinenative.axiom.engine.pipeline.Replies;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.Session;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/**
 * Runs INLINE tools on the ingress thread, with the payload where the carrier put it and the reply
 * where it is sent from. Owned by an ingress agent. Allocates nothing.
 *
 * <p>At most one call in {@value #SAMPLE_NS} ns is timed, since reading the clock costs a tenth of
 * a short call; where they come one by one, that is every call.
 */
public final class InlineRunner implements InlineExecutor {
  private static final long SAMPLE_NS = 100_000;

  private final int agent;
  private final IngressContext context;
  private final NanoClock clock;
  private final InlineInvocation invocation;
  private final Replies replies;
  private final EngineCounters counters;
  private final ErrorHandler errors;
  private long nextSampleNs;

  /**
   * @param agent index of the ingress agent
   * @param context its duty cycle's time, and where it says what it runs
   */
  public InlineRunner(
      int agent,
      IngressContext context,
      Replies replies,
      BufferPool pool,
      NanoClock clock,
      EngineCounters counters,
      ErrorHandler errors) {
    this.agent = agent;
    this.context = context;
    this.clock = clock;
    this.nextSampleNs = context.nowNs();
    this.invocation = new InlineInvocation(replies, pool, clock);
    this.replies = replies;
    this.counters = counters;
    this.errors = errors;
  }

  @Override
  public void execute(
      Session session, Route route, RawHandler handler, InvokeDecoder invoke, long deadlineNs) {
    ToolFigures.Share figures = route.figures().of(agent);
    invocation.begin(session, invoke, deadlineNs);
    context.running().begin(route);
    try {
      handler.handle(invocation);
      invocation.succeed();
      figures.answered();
    } catch (Throwable e) {
      fail(session, e);
      figures.failed();
    } finally {
      context.running().end();
      invocation.end();
    }
    sample(figures);
  }

  private void sample(ToolFigures.Share figures) {
    long cycleNs = context.nowNs();
    if (cycleNs - nextSampleNs >= 0) {
      nextSampleNs = cycleNs + SAMPLE_NS;
      figures.took(clock.nanoTime() - cycleNs);
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
