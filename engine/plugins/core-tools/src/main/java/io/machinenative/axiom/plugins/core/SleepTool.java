package io.machinenative.axiom.plugins.core;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.api.TypedHandler;
import java.util.function.LongSupplier;

/**
 * {@code core.sleep}: waits, tells how far it is, stops when it is cancelled. Stateless, one
 * virtual thread per call.
 */
final class SleepTool implements TypedHandler<SleepTool.Request, SleepTool.Reply> {
  /**
   * Longest wait in one piece: how late a cancellation is seen at worst, should no interrupt come
   * with it.
   */
  private static final long MAX_PIECE_NS = MILLISECONDS.toNanos(50);

  @Description("How long to wait.")
  record Request(
      @Description("Milliseconds to wait, up to ten minutes.")
          @Constraint(minimum = 0, maximum = 600_000)
          long millis,
      @Description("How many progress messages to send while waiting, evenly spread; 0 for none.")
          @Constraint(optional = true, defaultValue = "0", minimum = 0, maximum = 1000)
          int progressSteps) {}

  @Description("How long it was.")
  record Reply(
      @Description("Milliseconds that passed, by the server's monotonic clock.")
          long sleptMillis) {}

  private final LongSupplier clockNs;
  private final Pause pause;

  private SleepTool(LongSupplier clockNs, Pause pause) {
    this.clockNs = clockNs;
    this.pause = pause;
  }

  /**
   * @param clockNs monotonic
   */
  static Tool tool(LongSupplier clockNs, Pause pause) {
    return Tool.named("core.sleep")
        .title("Sleep")
        .description(
            "Waits for a number of milliseconds, then replies. Can be cancelled at any time, keeps"
                + " deadlines, and reports progress. Use it to try out cancellation, deadlines,"
                + " progress and load.")
        .blocking()
        .readOnly()
        .typed(Request.class, Reply.class, new SleepTool(clockNs, pause))
        .build();
  }

  @Override
  public Reply handle(Request request, CallContext call) {
    long totalNs = MILLISECONDS.toNanos(request.millis());
    int steps = request.progressSteps();
    long startNs = clockNs.getAsLong();
    long sleptNs = 0;
    int stepsTold = 0;
    while (sleptNs < totalNs) {
      if (call.isCancelled()) {
        throw ToolException.cancelled();
      }
      long pieceEndNs = stepsTold < steps ? stepEndNs(totalNs, steps, stepsTold + 1) : totalNs;
      pauseFor(Math.min(MAX_PIECE_NS, pieceEndNs - sleptNs));
      sleptNs = clockNs.getAsLong() - startNs;
      while (stepsTold < steps && sleptNs >= stepEndNs(totalNs, steps, stepsTold + 1)) {
        stepsTold++;
        call.progress(
            stepsTold,
            steps,
            "slept " + NANOSECONDS.toMillis(sleptNs) + " of " + request.millis() + " ms");
      }
    }
    return new Reply(NANOSECONDS.toMillis(sleptNs));
  }

  private static long stepEndNs(long totalNs, int steps, int step) {
    return totalNs / steps * step + totalNs % steps * step / steps;
  }

  private void pauseFor(long durationNs) {
    try {
      pause.forNs(durationNs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ToolException.cancelled();
    }
  }
}
