package io.machinenative.axiom.benchmarks.registry;

import io.machinenative.axiom.client.RegistryClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes a registry at a steady rate on a thread of its own, while it is told to. Each change is
 * acknowledged before the next one is made; when it is late it makes up for it.
 */
final class SteadyChanges implements AutoCloseable {
  private static final int RECORDS = 1_000;
  private static final List<String> HEALTHS = List.of("degraded", "healthy");

  private final RegistryClient registry;
  private final long periodNs;
  private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::run);
  private volatile boolean closed;
  private volatile boolean changing;
  private volatile long made;
  private volatile Throwable failure;

  SteadyChanges(RegistryClient registry, int perSecond) {
    this.registry = registry;
    periodNs = 1_000_000_000L / perSecond;
  }

  /** Registers what will be changed, and begins to wait. */
  void start() {
    for (int i = 0; i < RECORDS; i++) {
      Map<String, Object> answer =
          registry.register(
              Map.of(
                  "kind",
                  "service",
                  "name",
                  "bench-steady-service-v1",
                  "version",
                  "1.0.0",
                  "instance",
                  "i-" + i,
                  "status",
                  "active",
                  "health",
                  "healthy"),
              false);
      require(answer);
    }
    thread.start();
  }

  private static void require(Map<String, Object> answer) {
    if (!Boolean.TRUE.equals(answer.get("done"))) {
      throw new IllegalStateException("expected a change, got " + answer);
    }
  }

  /** From here on the registry changes. */
  void resume() {
    changing = true;
    LockSupport.unpark(thread);
  }

  /** From here on it does not, but for the change that is under way. */
  void pause() {
    changing = false;
    if (failure != null) {
      throw new IllegalStateException("the registry was not changed", failure);
    }
  }

  /** Changes so far. */
  long made() {
    return made;
  }

  private void run() {
    long dueNs = 0;
    boolean was = false;
    try {
      while (!closed) {
        long nowNs = System.nanoTime();
        boolean is = changing;
        dueNs = is && !was ? nowNs : dueNs;
        was = is;
        if (!is) {
          LockSupport.park();
        } else if (dueNs - nowNs > 0) {
          LockSupport.parkNanos(dueNs - nowNs);
        } else {
          change();
          dueNs += periodNs;
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void change() {
    int record = (int) (made % RECORDS);
    String health = HEALTHS.get((int) (made / RECORDS % HEALTHS.size()));
    require(
        registry.update(
            "service/bench-steady-service-v1@1.0.0/i-" + record,
            Optional.empty(),
            Map.of("health", health)));
    made = made + 1;
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    LockSupport.unpark(thread);
    thread.join();
  }
}
