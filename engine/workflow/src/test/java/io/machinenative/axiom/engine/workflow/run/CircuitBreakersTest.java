package io.machinenative.axiom.engine.workflow.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.workflow.model.ErrorPolicy.Circuit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakersTest {
  private static final Circuit CIRCUIT = new Circuit(5, 60_000_000_000L);

  private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - 1);
  private final CircuitBreakers circuits = new CircuitBreakers(nowNs::get);

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertTrue(circuits.tryEnter("p/s", CIRCUIT));
      circuits.failed("p/s", CIRCUIT);
    }
  }

  @Test
  void opensAfterFiveFailuresInARow() {
    fail(4);
    assertTrue(circuits.tryEnter("p/s", CIRCUIT));
    circuits.succeeded("p/s");
    fail(5);
    assertFalse(circuits.tryEnter("p/s", CIRCUIT));
    assertTrue(circuits.tryEnter("p/other", CIRCUIT));
  }

  @Test
  void oneAttemptDecidesWhenTheTimeIsOver() {
    fail(5);
    nowNs.addAndGet(CIRCUIT.openNs() - 1);
    assertFalse(circuits.tryEnter("p/s", CIRCUIT));
    nowNs.addAndGet(1);
    assertTrue(circuits.tryEnter("p/s", CIRCUIT));
    assertFalse(circuits.tryEnter("p/s", CIRCUIT), "one at a time");
    circuits.failed("p/s", CIRCUIT);
    assertFalse(circuits.tryEnter("p/s", CIRCUIT), "open again");
    nowNs.addAndGet(CIRCUIT.openNs());
    assertTrue(circuits.tryEnter("p/s", CIRCUIT));
    circuits.undecided("p/s");
    assertTrue(circuits.tryEnter("p/s", CIRCUIT), "a cancelled attempt says nothing");
    circuits.succeeded("p/s");
    fail(4);
    assertTrue(circuits.tryEnter("p/s", CIRCUIT));
  }
}
