package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.engine.control.Catalogue;
import io.machinenative.axiom.engine.pipeline.Route;
import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;

/**
 * Stands between the calls of one version of a plugin and its tools: counts those that fail with
 * what they did not declare, and does what the operator's {@link ErrorPolicy} says.
 *
 * <p>Any thread. A call that does not fail costs nothing, and allocates nothing but where it may be
 * retried or answered by another tool.
 */
final class CallGuard {
  private final CallFigures figures;
  private final ErrorPolicy policy;
  private final Catalogue catalogue;
  private final NanoClock clock;
  private final Consumer<String> takeOut;
  private final FaultWindow window;

  /**
   * @param takeOut is told why, when the plugin is to be taken out
   */
  CallGuard(
      CallFigures figures,
      ErrorPolicy policy,
      Catalogue catalogue,
      NanoClock clock,
      Consumer<String> takeOut) {
    this.figures = figures;
    this.policy = policy;
    this.catalogue = catalogue;
    this.clock = clock;
    this.takeOut = takeOut;
    window = new FaultWindow(policy.failures(), policy.withinNs());
  }

  /** The handlers of a route, guarded. */
  RawHandler[] handlers(Route route) {
    RawHandler[] guarded = route.handlers().clone();
    for (int i = 0; i < guarded.length; i++) {
      if (guarded[i] != null) {
        guarded[i] = new Guarded(strategic(route, guarded[i]));
      }
    }
    return guarded;
  }

  private RawHandler strategic(Route route, RawHandler handler) {
    return switch (policy.strategy()) {
      case RETRY ->
          route.hints().idempotent()
              ? new RetryingHandler(
                  handler,
                  policy.attempts(),
                  route.mode() == ExecutionMode.BLOCKING ? policy.waitNs() : 0)
              : handler;
      case FALLBACK -> new FallbackHandler(handler, route.mode(), policy.fallbackTool(), catalogue);
      case CONTINUE, STOP, QUARANTINE -> handler;
    };
  }

  /** A call goes on that was told to stop: as bad as one that fails. */
  void onUnheeded(String tool) {
    onFault(new IllegalStateException(tool + " goes on, though it was told to stop"));
  }

  private void onFault(Throwable fault) {
    figures.failed();
    switch (policy.strategy()) {
      case STOP -> takeOut.accept("it failed: " + fault);
      case QUARANTINE -> {
        if (window.add(clock.nanoTime())) {
          takeOut.accept(
              "it failed "
                  + policy.failures()
                  + " times within "
                  + policy.withinNs() / 1_000_000
                  + " ms, last with "
                  + fault);
        }
      }
      case CONTINUE, RETRY, FALLBACK -> {}
    }
  }

  /** Whether an exception is an answer rather than a fault. */
  static boolean isDeclared(Throwable thrown) {
    return thrown instanceof ToolException || thrown instanceof InterruptedException;
  }

  private final class Guarded implements RawHandler {
    private final RawHandler handler;

    Guarded(RawHandler handler) {
      this.handler = handler;
    }

    @Override
    public void handle(RawInvocation call) throws Exception {
      try {
        handler.handle(call);
      } catch (Exception | Error e) {
        if (!isDeclared(e)) {
          onFault(e);
        }
        throw e;
      }
    }
  }
}
