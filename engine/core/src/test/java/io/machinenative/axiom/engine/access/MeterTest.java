package io.machinenative.axiom.engine.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Meters against plain twins that remember every call. */
class MeterTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long SEED = 20_261_122L;

  /** A bucket of tokens, with fractions, filled as time passes. */
  private static final class Bucket {
    private double tokens;
    private long atNs;

    boolean take(long nowNs, double perNs, double burst) {
      tokens = Math.min(burst, tokens + (nowNs - atNs) * perNs);
      atNs = nowNs;
      if (tokens < 1 - 1e-6) {
        return false;
      }
      tokens--;
      return true;
    }
  }

  @Test
  void aBucketGrantsWhatItsTwinGrants() {
    Random random = new Random(SEED);
    long originNs = -5 * SECOND_NS;
    Gcra gcra = new Gcra("test", 100, SECOND_NS, 20, originNs);
    Bucket twin = new Bucket();
    twin.tokens = 20;
    twin.atNs = originNs;
    long nowNs = originNs;
    for (int i = 0; i < 100_000; i++) {
      nowNs += random.nextInt(20_000) * 1000L;
      boolean expected = twin.take(nowNs, 100.0 / SECOND_NS, 20);
      long waitNs = gcra.take(nowNs);
      assertEquals(expected, waitNs == Meter.GRANTED, "seed " + SEED + ", call " + i);
      assertTrue(gcra.remaining(nowNs) <= 20 && gcra.remaining(nowNs) >= 0);
      if (waitNs != Meter.GRANTED) {
        assertEquals(0, gcra.remaining(nowNs));
        assertTrue(gcra.take(nowNs + waitNs - 1) != Meter.GRANTED, "a hint that is too long");
        assertEquals(Meter.GRANTED, gcra.take(nowNs + waitNs), "a hint that is too short");
        gcra.giveBack(nowNs);
      }
    }
  }

  @Test
  void aWindowGrantsNoMoreThanTwiceAroundItsEdge() {
    Random random = new Random(SEED);
    SlidingWindow window = new SlidingWindow("test", 50, SECOND_NS, 0);
    ArrayDeque<Long> granted = new ArrayDeque<>();
    long nowNs = 0;
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      nowNs += random.nextInt(10_000) * 1000L;
      while (!granted.isEmpty() && granted.peek() <= nowNs - SECOND_NS) {
        granted.poll();
      }
      long waitNs = window.take(nowNs);
      if (waitNs == Meter.GRANTED) {
        granted.add(nowNs);
      } else {
        refused++;
        assertTrue(waitNs <= 2 * SECOND_NS, "a hint of " + waitNs);
      }
      // evenly spread calls are counted nearly exactly; the estimate is off by less than a fifth
      assertTrue(granted.size() <= 60, "seed " + SEED + ", call " + i + ": " + granted.size());
    }
    assertTrue(refused > 1000, "the load is above the limit: " + refused);
    assertEquals(50, window.remaining(nowNs + 3 * SECOND_NS));
  }

  @Test
  void aHintOfAWindowIsLongEnough() {
    for (int quota : new int[] {1, 3, 50}) {
      SlidingWindow window = new SlidingWindow("test", quota, SECOND_NS, 0);
      long nowNs = 0;
      for (int i = 0; i < 300; i++) {
        long waitNs = window.take(nowNs);
        if (waitNs != Meter.GRANTED) {
          assertEquals(Meter.GRANTED, window.take(nowNs + waitNs), quota + " at " + nowNs);
          nowNs += waitNs;
        }
        nowNs += 1_000_000;
      }
    }
  }

  @Test
  void whatOneRefusesTheOthersHaveNotCounted() {
    Gcra wide = new Gcra("wide", 1000, SECOND_NS, 1000, 0);
    SlidingWindow middle = new SlidingWindow("middle", 1000, SECOND_NS, 0);
    Gcra narrow = new Gcra("narrow", 1, SECOND_NS, 1, 0);
    Meter[] all = {wide, middle, narrow};
    assertEquals(Meter.GRANTED, Meter.takeAll(all, 0));
    assertTrue(Meter.takeAll(all, 0) > 0);
    assertEquals(999, wide.remaining(0));
    assertEquals(999, middle.remaining(0));
    assertEquals(narrow, Meter.tightest(all, 0));
  }

  @Test
  void threadsTogetherGetNoMoreThanTheBurst() throws InterruptedException {
    Gcra gcra = new Gcra("shared", 1, SECOND_NS, 5000, 0);
    SlidingWindow window = new SlidingWindow("shared", 5000, SECOND_NS, 0);
    int[] grants = new int[4];
    Thread[] threads =
        IntStream.range(0, grants.length)
            .mapToObj(n ->
                Thread.ofPlatform()
                    .start(() -> {
                      for (int i = 0; i < 4000; i++) {
                        grants[n] += gcra.take(0) == Meter.GRANTED ? 1 : 0;
                        grants[n] += window.take(0) == Meter.GRANTED ? 1 : 0;
                      }
                    }))
            .toArray(Thread[]::new);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(10_000, IntStream.of(grants).sum());
  }
}
