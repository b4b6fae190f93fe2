package io.machinenative.axiom.engine.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Who polls shares its core while other work is under way; stepped by a clock of its own. */
class SharedCoreIdleTest {
  private static final long SLEEP_NS = 100_000;

  private long nowNs = 1_000_000_000L;
  private long slept;
  private final SharedCoreIdle idle =
      new SharedCoreIdle(
          () -> nowNs,
          asked -> {
            slept++;
            nowNs += SLEEP_NS;
          });

  /** Works for a while and then finds nothing, again and again. */
  private void poll(int times, long workNs, long idleNs) {
    for (int i = 0; i < times; i++) {
      nowNs += workNs;
      idle.idle(nowNs, true);
      nowNs += idleNs;
      idle.idle(nowNs, false);
    }
  }

  @Test
  void sleepsWheneverItHasLittleToDo() {
    poll(1, 1_000, 120_000); // has looked for long enough
    slept = 0;
    poll(100, 1_000, 1_000);
    assertTrue(slept >= 100, "slept " + slept + " times");
  }

  @Test
  void spinsWhileItHasMuchToDo() {
    poll(1_000, 5_000, 5_000);
    assertEquals(0, slept);
  }

  @Test
  void takesNoGapForIdling() {
    poll(1, 50_000, 4_000_000); // the kernel let somebody else run
    poll(10, 5_000, 5_000);
    assertEquals(0, slept);
  }

  @Test
  void tellsOfWorkUntilShortlyAfterIt() {
    BackgroundWork background = new BackgroundWork(() -> nowNs);
    assertFalse(background.isUnderWay(nowNs));
    BackgroundWork.Work first = background.begin();
    BackgroundWork.Work second = background.begin();
    first.close();
    nowNs += 60_000_000_000L;
    assertTrue(background.isUnderWay(nowNs));
    second.close();
    assertTrue(background.isUnderWay(nowNs + 9_999_999));
    assertFalse(background.isUnderWay(nowNs + 10_000_000));
  }
}
