package io.machinenative.axiom.engine.hosting;

import java.util.concurrent.atomic.LongAdder;

/**
 * Calls of one version of a plugin, and those that it failed with what it did not declare. Any
 * thread; counting allocates nothing.
 */
final class CallFigures {
  private final LongAdder calls = new LongAdder();
  private final LongAdder faults = new LongAdder();

  void called() {
    calls.increment();
  }

  void failed() {
    faults.increment();
  }

  long calls() {
    return calls.sum();
  }

  long faults() {
    return faults.sum();
  }
}
