package io.machinenative.axiom.engine.registry.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Leases just before, at and after their ends, the brake, and clocks that jump. */
class LeaseTableTest {
  private static final long SEED = Long.getLong("axiom.seed", 2026);
  private static final long SECOND = 1_000_000_000L;
  private static final BrakeConfig NO_BRAKE = new BrakeConfig(1, 0, 60 * SECOND, 0);

  private final List<String> told = new ArrayList<>();
  private final LeaseHandler handler =
      new LeaseHandler() {
        @Override
        public void onExpired(int record) {
          told.add("expired " + record);
        }

        @Override
        public void onForgotten(int record) {
          told.add("forgotten " + record);
        }
      };

  private static LeaseTable table(BrakeConfig brake, long nowNs) {
    return new LeaseTable(new ExpiryBrake(brake, nowNs), nowNs);
  }

  /** The clock begins anywhere, also where it overflows within the lease. */
  @ParameterizedTest
  @ValueSource(longs = {0, -5, Long.MAX_VALUE - 15 * SECOND, Long.MIN_VALUE})
  void expiresAtItsDeadlineAndNotBefore(long start) {
    LeaseTable table = table(NO_BRAKE, start);
    table.grant(1, 10 * SECOND, start);
    assertEquals(0, table.poll(start + 10 * SECOND - 1, handler));
    assertEquals(1, table.poll(start + 10 * SECOND, handler));
    assertEquals(List.of("expired 1"), told);
    assertEquals(0, table.poll(start + 20 * SECOND, handler));
    assertEquals(0, table.running());
  }

  @Test
  void aHeartbeatAtTheLastMomentCounts() {
    LeaseTable table = table(NO_BRAKE, 0);
    table.grant(1, 10 * SECOND, 0);
    assertTrue(table.renew(1, 10 * SECOND - 1));
    assertEquals(0, table.poll(20 * SECOND - 2, handler));
    assertEquals(1, table.poll(20 * SECOND - 1, handler));
    assertFalse(table.renew(1, 20 * SECOND));
    assertFalse(table.renew(2, 0));
  }

  @Test
  void whatIsRetainedIsForgottenLater() {
    LeaseTable table = table(NO_BRAKE, 0);
    table.retain(1, 5 * SECOND, 0);
    assertEquals(1, table.retained());
    assertEquals(0, table.running());
    assertFalse(table.renew(1, SECOND));
    assertEquals(0, table.poll(5 * SECOND - 1, handler));
    assertEquals(1, table.poll(5 * SECOND, handler));
    assertEquals(List.of("forgotten 1"), told);
    assertEquals(0, table.retained());
  }

  @Test
  void cancelledLeasesAreSilent() {
    LeaseTable table = table(NO_BRAKE, 0);
    table.grant(1, SECOND, 0);
    table.grant(2, SECOND, 0);
    table.cancel(1);
    table.cancel(3);
    table.grant(2, 3 * SECOND, 0);
    assertEquals(0, table.poll(2 * SECOND, handler));
    assertEquals(1, table.running());
    assertEquals(1, table.poll(3 * SECOND, handler));
  }

  @Test
  void aClockThatGoesBackStandsStill() {
    LeaseTable table = table(NO_BRAKE, 100 * SECOND);
    table.grant(1, 10 * SECOND, 100 * SECOND);
    assertEquals(0, table.poll(50 * SECOND, handler));
    assertTrue(table.renew(1, 20 * SECOND), "the lease is of the latest time");
    assertEquals(0, table.poll(110 * SECOND - 1, handler));
    assertEquals(1, table.poll(110 * SECOND, handler));
  }

  /** The process slept: all leases seem to end at once, and heartbeats come soon after. */
  @Test
  void aClockThatJumpsForwardsEndsInTheBrake() {
    ExpiryBrake brake = new ExpiryBrake(BrakeConfig.DEFAULTS, 0);
    LeaseTable table = new LeaseTable(brake, 0);
    for (int i = 0; i < 100; i++) {
      table.grant(i, 30 * SECOND, 0);
    }
    long woken = 3_600 * SECOND;
    assertEquals(0, table.poll(woken, handler));
    assertTrue(brake.isHolding());
    assertEquals(100, table.overdue());
    for (int i = 0; i < 97; i++) {
      assertTrue(table.renew(i, woken + SECOND));
    }
    assertEquals(3, table.poll(woken + 2 * SECOND, handler), "who stays silent is believed");
    assertFalse(brake.isHolding());
    assertEquals(1, brake.holds());
    assertEquals(97, table.running());
  }

  @Test
  void theBrakeHoldsAboveItsShareExactly() {
    for (int silent : new int[] {15, 16}) {
      ExpiryBrake brake = new ExpiryBrake(BrakeConfig.DEFAULTS, 0);
      LeaseTable table = new LeaseTable(brake, 0);
      for (int i = 0; i < 100; i++) {
        table.grant(i, (i < silent ? 10 : 1000) * SECOND, 0);
      }
      assertEquals(silent == 15 ? 15 : 0, table.poll(10 * SECOND, handler));
      assertEquals(silent == 16, brake.isHolding());
    }
  }

  /** Ten may go in any case; the eleventh within the window is held, and goes with the window. */
  @Test
  void theBrakeCountsAWindow() {
    BrakeConfig config = new BrakeConfig(0, 10, 60 * SECOND, 3_600 * SECOND);
    ExpiryBrake brake = new ExpiryBrake(config, 0);
    LeaseTable table = new LeaseTable(brake, 0);
    for (int i = 1; i <= 11; i++) {
      table.grant(i, i * SECOND, 0);
    }
    for (int second = 1; second <= 11; second++) {
      assertEquals(second <= 10 ? 1 : 0, table.poll(second * SECOND, handler));
    }
    assertTrue(brake.isHolding());
    assertEquals(0, table.poll(55 * SECOND, handler));
    assertEquals(1, table.poll(66 * SECOND, handler), "the first ones left the window");
    assertFalse(brake.isHolding());
  }

  @Test
  void whatIsSilentForLongIsBelieved() {
    ExpiryBrake brake = new ExpiryBrake(BrakeConfig.DEFAULTS, 0);
    LeaseTable table = new LeaseTable(brake, 0);
    for (int i = 0; i < 100; i++) {
      table.grant(i, SECOND, 0);
    }
    long heldSince = 2 * SECOND;
    assertEquals(0, table.poll(heldSince, handler));
    long end = heldSince + BrakeConfig.DEFAULTS.maxHoldNs();
    assertEquals(0, table.poll(end - 1, handler));
    assertEquals(100, table.poll(end, handler));
    assertFalse(brake.isHolding());
  }

  /** Beside a twin that looks at every deadline each time. */
  @Test
  void agreesWithItsTwin() {
    SplittableRandom random = new SplittableRandom(SEED);
    LeaseTable table = table(NO_BRAKE, 0);
    Map<String, Long> periods = new HashMap<>();
    TreeMap<String, Long> twin = new TreeMap<>();
    long now = 0;
    for (int i = 0; i < 50_000; i++) {
      now += random.nextInt(5);
      int name = random.nextInt(200);
      String text = String.valueOf(name);
      switch (random.nextInt(4)) {
        case 0 -> {
          long period = random.nextInt(1, 500);
          periods.put(text, period);
          twin.put(text, now + period);
          table.grant(name, period, now);
        }
        case 1 -> {
          twin.remove(text);
          table.cancel(name);
        }
        default -> {
          boolean known = twin.containsKey(text);
          assertEquals(known, table.renew(name, now), "-Daxiom.seed=" + SEED);
          if (known) {
            twin.put(text, now + periods.get(text));
          }
        }
      }
      told.clear();
      table.poll(now, handler);
      long at = now;
      List<String> expected =
          twin.entrySet().stream()
              .filter(e -> e.getValue() <= at)
              .map(e -> "expired " + e.getKey())
              .toList();
      assertEquals(expected, told.stream().sorted().toList(), "at " + at + ", seed " + SEED);
      twin.values().removeIf(deadline -> deadline <= at);
      assertEquals(twin.size(), table.running());
    }
  }
}
