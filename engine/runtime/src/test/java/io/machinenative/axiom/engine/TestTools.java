package io.machinenative.axiom.engine;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Tools of the tests: a sum, a counter of its own runs, a gate. */
final class TestTools {
  /** What {@code test.add} takes. */
  record Operands(@Constraint(minimum = 0, maximum = 1000) int left, int right) {}

  /** What {@code test.add} answers. */
  record Sum(long sum) {}

  /** What {@code test.count} takes. */
  record Nothing() {}

  /** What {@code test.count} answers. */
  record Run(int number) {}

  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Semaphore gate = new Semaphore(0);

  List<Tool> all() {
    List<Tool> tools = new ArrayList<>();
    tools.add(
        Tool.named("test.add")
            .worker()
            .readOnly()
            .typed(Operands.class, Sum.class, TestTools::add)
            .build());
    tools.add(
        Tool.named("test.count")
            .worker()
            .typed(Nothing.class, Run.class, (nothing, call) -> new Run(runs.incrementAndGet()))
            .build());
    tools.add(
        Tool.named("test.gate")
            .worker()
            .readOnly()
            .raw(ContentType.BINARY, call -> awaitGate())
            .build());
    tools.add(
        Tool.named("test.progress")
            .worker()
            .readOnly()
            .raw(ContentType.BINARY, call -> tellProgress(call))
            .build());
    for (int i = 0; i < 250; i++) {
      tools.add(
          Tool.named("page.tool-%03d".formatted(i))
              .inline()
              .raw(ContentType.BINARY, call -> {})
              .build());
    }
    return tools;
  }

  private static Sum add(Operands operands, CallContext call) {
    return new Sum((long) operands.left() + operands.right());
  }

  private static void tellProgress(CallContext call) {
    for (int step = 1; step <= 10; step++) {
      call.progress(step, 10, "step " + step);
    }
  }

  private void awaitGate() throws InterruptedException {
    waiting.incrementAndGet();
    try {
      if (!gate.tryAcquire(Await.LIMIT_NS, TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("expected somebody to open the gate");
      }
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** Calls that stand at the gate. */
  int waiting() {
    return waiting.get();
  }

  /** Lets so many calls pass. */
  void open(int calls) {
    gate.release(calls);
  }
}
