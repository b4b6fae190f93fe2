package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.pipeline.InFlight;
import java.util.concurrent.atomic.LongAdder;

/**
 * Calls of one version of a plugin, and those that it failed with what it did not declare. Any
 * thread. Calls are counted by the agents that let them in, so that one which does not fail costs
 * nothing here.
 */
final class CallFigures {
  private final InFlight inFlight;
  private final LongAdder faults = new LongAdder();

  CallFigures(InFlight inFlight) {
    this.inFlight = inFlight;
  }

  void failed() {
    faults.increment();
  }

  long calls() {
    return inFlight.calls();
  }

  long faults() {
    return faults.sum();
  }
}
