package io.machinenative.axiom.engine.control;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/** Who waits for the data plane to get somewhere. Owned by the conductor. */
final class Waiters {
  private record Waiter(
      String what, BooleanSupplier condition, long deadlineNs, CompletableFuture<Boolean> answer) {}

  private final List<Waiter> waiters = new ArrayList<>();

  CompletableFuture<Boolean> add(String what, BooleanSupplier condition, long deadlineNs) {
    Waiter waiter = new Waiter(what, condition, deadlineNs, new CompletableFuture<>());
    waiters.add(waiter);
    return waiter.answer();
  }

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  /** Lets those go whose condition holds, or whose time is over. */
  int release(long nowNs) {
    if (waiters.isEmpty()) {
      return 0;
    }
    int released = 0;
    for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
      Waiter waiter = each.next();
      boolean holds = waiter.condition().getAsBoolean();
      if (holds || nowNs - waiter.deadlineNs() >= 0) {
        each.remove();
        waiter.answer().complete(holds);
        released++;
      }
    }
    return released;
  }

  /** The engine stops. */
  void refuse() {
    for (Waiter waiter : waiters) {
      waiter
          .answer()
          .completeExceptionally(
              new RejectedExecutionException("the engine stops before " + waiter.what()));
    }
    waiters.clear();
  }
}
