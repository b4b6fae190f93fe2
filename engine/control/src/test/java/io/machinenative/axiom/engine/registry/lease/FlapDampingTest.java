package io.machinenative.axiom.engine.registry.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Penalties rise, halve, suppress and let go, as RFC 2439 has them. */
class FlapDampingTest {
  private static final long SECOND = 1_000_000_000L;
  private static final RecordKey KEY = RecordKey.of(Kind.RESOURCE, "k", "1.0.0");

  private final FlapDamping damping = new FlapDamping(DampingConfig.DEFAULTS);

  @Test
  void penaltiesHalve() {
    damping.withdrawn(KEY, 0);
    assertEquals(1_000, damping.penalty(KEY, 0));
    assertEquals(500, damping.penalty(KEY, 60 * SECOND), 0.001);
    assertEquals(250, damping.penalty(KEY, 120 * SECOND), 0.001);
    damping.withdrawn(KEY, 60 * SECOND);
    assertEquals(1_500, damping.penalty(KEY, 60 * SECOND), 0.001);
    assertEquals(1_500, damping.penalty(KEY, 0), 0.001, "a clock that goes back stands still");
  }

  @Test
  void itIsSuppressedAboveAndReusedBelow() {
    for (int i = 0; i < 3; i++) {
      damping.withdrawn(KEY, 0);
      assertFalse(damping.isSuppressed(KEY, 0), i + 1 + " times");
    }
    damping.withdrawn(KEY, 0);
    assertTrue(damping.isSuppressed(KEY, 0));
    assertEquals(1, damping.suppressedCount());
    // 4000 halves twice to 1000, which is not below it yet
    assertTrue(damping.isSuppressed(KEY, 120 * SECOND));
    assertEquals(List.of(), damping.released(119 * SECOND));
    assertFalse(damping.isSuppressed(KEY, 120 * SECOND + 1_000_000));
    assertEquals(List.of(KEY), damping.released(121 * SECOND));
    assertEquals(List.of(), damping.released(130 * SECOND), "told once");
  }

  @Test
  void itIsNeverSuppressedForLongerThanTheMaximum() {
    for (int i = 0; i < 10_000; i++) {
      damping.withdrawn(KEY, 0);
    }
    long end = DampingConfig.DEFAULTS.maxSuppressNs();
    assertTrue(damping.isSuppressed(KEY, end - SECOND));
    assertFalse(damping.isSuppressed(KEY, end + SECOND));
  }

  @Test
  void historiesAreBounded() {
    for (int i = 0; i < FlapDamping.MAX_HISTORIES + 10; i++) {
      damping.withdrawn(RecordKey.of(Kind.RESOURCE, "k" + i, "1.0.0"), 0);
    }
    assertEquals(0, damping.penalty(RecordKey.of(Kind.RESOURCE, "k9", "1.0.0"), 0));
    assertEquals(1_000, damping.penalty(RecordKey.of(Kind.RESOURCE, "k10", "1.0.0"), 0));
    damping.withdrawn(KEY, 3_600 * SECOND);
    assertEquals(0, damping.penalty(RecordKey.of(Kind.RESOURCE, "k12", "1.0.0"), 0), "calm");
  }

  @Test
  void settingsThatDoNotFitAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new DampingConfig(1, 2, 3, 4, 5));
    assertThrows(IllegalArgumentException.class, () -> new DampingConfig(0, 2, 1, 4, 5));
    assertThrows(IllegalArgumentException.class, () -> new BrakeConfig(1.1, 0, 60, 0));
    assertThrows(IllegalArgumentException.class, () -> new BrakeConfig(Double.NaN, 0, 60, 0));
    assertThrows(IllegalArgumentException.class, () -> new BrakeConfig(0.1, 0, 0, 0));
  }
}
