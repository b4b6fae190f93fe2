package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.engine.pipeline.DutyReport;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** Who waits until all agents run an epoch. Owned by the conductor. */
final class EpochBarrier {
  private record Waiter(long epoch, CompletableFuture<Void> reached) {}

  private final List<DutyReport> agents = new ArrayList<>();
  private final List<Waiter> waiters = new ArrayList<>();

  void watch(DutyReport agent) {
    agents.add(agent);
  }

  CompletableFuture<Void> await(long epoch) {
    Waiter waiter = new Waiter(epoch, new CompletableFuture<>());
    waiters.add(waiter);
    return waiter.reached();
  }

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  /** Lets those go whose epoch is reached. */
  int release() {
    if (waiters.isEmpty()) {
      return 0;
    }
    long oldest = agents.stream().mapToLong(DutyReport::epoch).min().orElse(Long.MAX_VALUE);
    int released = 0;
    for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
      Waiter waiter = each.next();
      if (waiter.epoch() <= oldest) {
        each.remove();
        waiter.reached().complete(null);
        released++;
      }
    }
    return released;
  }

  /** The engine stops. */
  void refuse() {
    for (Waiter waiter : waiters) {
      waiter
          .reached()
          .completeExceptionally(
              new RejectedExecutionException(
                  "the engine stops before all agents run epoch " + waiter.epoch()));
    }
    waiters.clear();
  }
}
