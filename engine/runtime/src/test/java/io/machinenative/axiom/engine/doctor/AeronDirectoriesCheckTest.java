package io.machinenative.axiom.engine.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.doctor.Finding.State;
import io.machinenative.axiom.engine.transport.aeron.DriverOptions;
import io.machinenative.axiom.engine.transport.aeron.EmbeddedDriver;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A media driver is seen while it runs, and what it leaves is found when it is long gone. */
class AeronDirectoriesCheckTest {
  private static final long LONG_AFTER_MS = 3_600_000;

  @TempDir private Path shared;

  private EmbeddedDriver launch(Path directory) {
    return EmbeddedDriver.launch(
        DriverOptions.standard(
                directory,
                Mount.INVOKER,
                Thread::new,
                NoOpIdleStrategy::new,
                SystemNanoClock.INSTANCE,
                thrown -> {
                  throw new AssertionError(thrown);
                })
            .withDeleteOnClose(false));
  }

  private List<Finding> lookAt(long laterMs) {
    return new AeronDirectoriesCheck(
            shared.resolve("axiom-me"), () -> SystemEpochClock.INSTANCE.time() + laterMs)
        .look();
  }

  @Test
  void noDriver() {
    List<Finding> findings = lookAt(0);
    assertEquals(1, findings.size(), findings::toString);
    assertEquals(State.OK, findings.getFirst().state());
  }

  @Test
  void aRunningDriverAndALeftoverOfAnother() {
    EmbeddedDriver other = launch(shared.resolve("axiom-other"));
    try (EmbeddedDriver own = launch(shared.resolve("axiom-me"))) {
      own.invoker().invoke();
      other.invoker().invoke();
      List<Finding> now = lookAt(0);
      assertEquals(2, now.size(), now::toString);
      assertEquals(List.of(State.OK, State.OK), now.stream().map(Finding::state).toList());
      assertTrue(now.getFirst().found().contains("runs"), now::toString);

      List<Finding> later = lookAt(LONG_AFTER_MS);
      assertEquals(
          List.of(State.OK, State.ADVICE),
          later.stream().map(Finding::state).toList(),
          later::toString);
      assertTrue(later.getFirst().found().endsWith("takes it over"), later::toString);
      assertTrue(later.getLast().remedy().contains("axiom-other"), later::toString);
    } finally {
      other.close();
    }
  }
}
