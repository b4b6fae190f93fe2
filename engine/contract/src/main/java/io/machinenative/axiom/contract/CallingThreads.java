package io.machinenative.axiom.contract;

import io.machinenative.axiom.contract.Examples.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Threads that make the same calls again and again; the first wrong answer ends all. */
final class CallingThreads implements AutoCloseable {
  private static final long PATIENCE_MS = 30_000;

  private final EngineUnderTest engine;
  private final List<Example> examples;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicReference<Throwable> wrong = new AtomicReference<>();
  private volatile boolean over;

  CallingThreads(EngineUnderTest engine, List<Example> examples) {
    this.engine = engine;
    this.examples = examples;
  }

  /** Makes so many calls on each of so many threads, and waits for them. */
  void callEach(int threadCount, int callsPerThread) {
    start(threadCount, callsPerThread);
    join();
  }

  /** Calls on so many threads until it is closed. */
  void callOn(int threadCount) {
    start(threadCount, Integer.MAX_VALUE);
  }

  private void start(int threadCount, int callsPerThread) {
    for (int i = 0; i < threadCount; i++) {
      int first = i;
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("contract-" + i)
              .start(() -> call(first, callsPerThread)));
    }
  }

  private void call(int first, int count) {
    try {
      for (int i = 0; i < count && !over && wrong.get() == null; i++) {
        engine.call(examples.get((first + i) % examples.size()));
        calls.incrementAndGet();
      }
    } catch (Throwable e) {
      wrong.compareAndSet(null, e);
    }
  }

  /** Waits until some calls more were answered. */
  void awaitMoreCalls() {
    long enough = calls.get() + threads.size();
    long endMs = System.currentTimeMillis() + PATIENCE_MS;
    while (calls.get() < enough && wrong.get() == null) {
      if (System.currentTimeMillis() > endMs) {
        throw new AssertionError("no call was answered for " + PATIENCE_MS + " ms");
      }
      EngineUnderTest.pause(1);
    }
    requireRight();
  }

  private void join() {
    for (Thread thread : threads) {
      try {
        thread.join(PATIENCE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    requireRight();
  }

  private void requireRight() {
    if (wrong.get() != null) {
      throw new AssertionError("a call failed: " + wrong.get().getMessage(), wrong.get());
    }
  }

  @Override
  public void close() {
    over = true;
    join();
  }
}
