package io.machinenative.axiom.benchmarks.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.benchmarks.rtt.Mode;
import io.machinenative.axiom.benchmarks.rtt.Transport;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bench of swaps, in small: what it would report as wrong is not there. */
class SwapBenchTest {
  private static final int SWAPS = 8;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Mode.class)
  void losesAndRepeatsNoCallAndLeavesNothing(Mode mode) {
    SwapPlan plan =
        new SwapPlan(
            SWAPS, Transport.TCP, mode, 64, OptionalDouble.of(2000), 1_000_000, SWAPS / 2, 1);
    SwapNumbers numbers = new SwapBench(plan, folder, text -> {}).run();
    assertEquals("", numbers.calls().firstFault());
    assertTrue(numbers.isRight(), numbers::toString);
    assertEquals(SWAPS, numbers.initNs().getTotalCount());
    assertEquals(SWAPS + 1, numbers.left().loadersCollected());
    assertTrue(numbers.calls().completed() > 0, numbers::toString);
  }
}
