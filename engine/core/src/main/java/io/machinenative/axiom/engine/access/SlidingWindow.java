package io.machinenative.axiom.engine.access;

import java.util.concurrent.atomic.AtomicLong;

/**
 * So many calls in any window of time, estimated from two counters: of the window that runs and of
 * the one before, which counts for as much of it as the sliding window still covers. Exact when the
 * calls of the window before were spread evenly; never more than the quota in a window that begins
 * where a counter does.
 *
 * <pre>
 *   63            40 39          20 19           0
 *   │ window, mod 2²⁴ │ calls before │ calls now  │   one word, so that a call is one compare-and-set
 * </pre>
 */
public final class SlidingWindow implements Meter {
  /** What a counter holds: 20 bits. */
  public static final int MAX_QUOTA = (1 << 20) - 1;

  private static final int BITS = 20;
  private static final long MASK = MAX_QUOTA;
  private static final long WINDOWS = (1L << 24) - 1;

  private final String name;
  private final long quota;
  private final long windowNs;
  private final long originNs;
  private final AtomicLong word = new AtomicLong();

  /**
   * @param quota 1 to {@link #MAX_QUOTA}
   * @param windowNs at least a millisecond
   * @param originNs a reading of the clock, not later than those that follow
   */
  public SlidingWindow(String name, long quota, long windowNs, long originNs) {
    if (quota < 1
        || quota > MAX_QUOTA
        || windowNs < 1_000_000
        || windowNs > Long.MAX_VALUE / (quota + 1)) {
      throw new IllegalArgumentException(
          "expected 1 to "
              + MAX_QUOTA
              + " calls in at least 1 ms, and calls times nanoseconds below 2^63, got "
              + quota
              + " in "
              + windowNs
              + " ns");
    }
    this.name = name;
    this.quota = quota;
    this.windowNs = windowNs;
    this.originNs = originNs;
  }

  /** The counters as they are in the window of now. */
  private long at(long seen, long window) {
    long passed = (window - (seen >>> (2 * BITS))) & WINDOWS;
    if (passed == 0) {
      return seen;
    }
    long before = passed == 1 ? seen & MASK : 0;
    return (window & WINDOWS) << (2 * BITS) | before << BITS;
  }

  /** Calls of the window before that still count, rounded up. */
  private long carried(long counters, long intoWindowNs) {
    long before = counters >>> BITS & MASK;
    return Math.ceilDiv(before * (windowNs - intoWindowNs), windowNs);
  }

  @Override
  public long take(long nowNs) {
    long passedNs = nowNs - originNs;
    long window = passedNs / windowNs;
    long intoWindowNs = passedNs % windowNs;
    long seen = word.get();
    while (true) {
      long counters = at(seen, window);
      if (carried(counters, intoWindowNs) + (counters & MASK) >= quota) {
        return waitNs(counters, intoWindowNs);
      }
      long found = word.compareAndExchange(seen, counters + 1);
      if (found == seen) {
        return GRANTED;
      }
      seen = found; // another thread's call was counted: at most as often as there are threads
    }
  }

  /** Until so many of the calls before have slid out that one fits. */
  private long waitNs(long counters, long intoWindowNs) {
    long before = counters >>> BITS & MASK;
    long now = counters & MASK;
    long toEndNs = windowNs - intoWindowNs;
    if (now < quota) {
      long mayCarry = quota - 1 - now;
      return Math.clamp(toEndNs - mayCarry * windowNs / before, 1, toEndNs);
    }
    // what counts now is what slides out in the next window
    return toEndNs + windowNs - (quota - 1) * windowNs / now;
  }

  @Override
  public void giveBack(long nowNs) {
    long window = (nowNs - originNs) / windowNs;
    long seen = word.get();
    while ((at(seen, window) & MASK) > 0) {
      long found = word.compareAndExchange(seen, at(seen, window) - 1);
      if (found == seen) {
        return;
      }
      seen = found;
    }
  }

  @Override
  public long remaining(long nowNs) {
    long passedNs = nowNs - originNs;
    long counters = at(word.get(), passedNs / windowNs);
    return Math.max(0, quota - carried(counters, passedNs % windowNs) - (counters & MASK));
  }

  @Override
  public long resetNs(long nowNs) {
    return windowNs - (nowNs - originNs) % windowNs;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long quota() {
    return quota;
  }

  @Override
  public long windowNs() {
    return windowNs;
  }
}
