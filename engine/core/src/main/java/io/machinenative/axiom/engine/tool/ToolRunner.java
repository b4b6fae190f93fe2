package io.machinenative.axiom.engine.tool;

import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.InvocationSlot;
import io.machinenative.axiom.engine.pipeline.SlotExecutor;
import org.agrona.ErrorHandler;

/**
 * Runs the call in a slot on the calling thread: a worker or a virtual thread. Stateless, so any
 * number of threads may run it at once.
 *
 * <p>This is the one place where a tool's exceptions are caught: declared ones are answers, others
 * are faults, which are counted, recorded, and answered without their text.
 */
public final class ToolRunner implements SlotExecutor {
  private final EngineCounters counters;
  private final ErrorHandler errors;

  public ToolRunner(EngineCounters counters, ErrorHandler errors) {
    this.counters = counters;
    this.errors = errors;
  }

  @Override
  public void execute(InvocationSlot slot) {
    if (!slot.tryStart()) {
      slot.discard();
      return;
    }
    if (slot.remainingNs() <= 0) {
      slot.fail(Status.DEADLINE_EXPIRED, "the deadline passed before the tool was started", 0);
      return;
    }
    int generation = slot.generation();
    Throwable thrown = run(slot);
    Completion deferral = slot.deferral(generation);
    if (deferral == null) {
      answer(slot, thrown);
    } else if (thrown != null) {
      // The handler gave the call away and failed after that: fail it, unless it was answered
      // meanwhile.
      deferral.fail(statusOf(thrown, false, false), messageOf(thrown));
    }
  }

  private Throwable run(InvocationSlot slot) {
    boolean blocking = slot.route().mode() == ExecutionMode.BLOCKING;
    try {
      if (blocking) {
        slot.runBy(Thread.currentThread());
      }
      slot.handler().handle(slot);
      return null;
    } catch (Throwable e) {
      if (!(e instanceof ToolException) && !(e instanceof InterruptedException)) {
        counters.increment(EngineCounter.TOOL_FAULTS);
        errors.onError(e);
      }
      return e;
    } finally {
      if (blocking) {
        slot.leftBy(Thread.currentThread());
      }
    }
  }

  private void answer(InvocationSlot slot, Throwable thrown) {
    if (thrown != null) {
      int retryAfterMs = thrown instanceof ToolException refusal ? refusal.retryAfterMs() : 0;
      Status status = statusOf(thrown, slot.isCancelled(), slot.isLate());
      slot.fail(status, messageOf(thrown), retryAfterMs);
      return;
    }
    try {
      slot.succeed();
    } catch (ToolException e) {
      slot.fail(e.status(), e.getMessage(), e.retryAfterMs());
    }
  }

  /** A tool that stops because its answer is not wanted cannot tell why; the deadline can. */
  static Status statusOf(Throwable thrown, boolean cancelled, boolean late) {
    return switch (thrown) {
      case ToolException e when late && e.status() == Status.CANCELLED -> Status.DEADLINE_EXCEEDED;
      case ToolException e -> e.status();
      case InterruptedException e when late -> Status.DEADLINE_EXCEEDED;
      case InterruptedException e when cancelled -> Status.CANCELLED;
      default -> Status.TOOL_FAULT;
    };
  }

  /** What the caller may see: a declared message, or only the kind of a fault. */
  static String messageOf(Throwable thrown) {
    if (thrown instanceof ToolException) {
      return thrown.getMessage() == null ? "" : thrown.getMessage();
    }
    return "the tool failed with " + thrown.getClass().getSimpleName();
  }
}
