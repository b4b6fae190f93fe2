package io.machinenative.axiom.engine.registry.lease;

import io.machinenative.axiom.engine.registry.image.ImageReader;
import io.machinenative.axiom.engine.registry.image.ImageWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The leases that run, and those that expired and are retained for a while.
 *
 * <pre>
 *            grant             deadline passed        the brake lets go
 *    (none) ───────▶ running ───────────────▶ overdue ────────────────▶ onExpired
 *                     ▲  │ renew                │ renew                     │ retain
 *                     └──┘◀────────────────────┘                           ▼
 *                                     onForgotten ◀──── time passed ──── retained
 * </pre>
 *
 * <p>A heartbeat only moves a number: the timer that runs looks at it when it fires and begins
 * anew, so that each lease costs one timer a period, however many heartbeats come. For one thread;
 * allocates when leases come.
 *
 * <p>Records are known by small numbers, which may be given to others after {@link #cancel}: a
 * lease takes about 40 bytes.
 */
public final class LeaseTable {
  /** Timers that fire in one poll, at most. */
  static final int MAX_FIRED = 10_000;

  private static final byte NONE = 0;
  private static final byte RUNNING = 1;
  private static final byte OVERDUE = 2;
  private static final byte RETAINED = 3;

  private final TimerHeap timers = new TimerHeap();
  private final Set<Integer> overdue = new LinkedHashSet<>();
  private final ExpiryBrake brake;
  private byte[] states = new byte[16];
  private long[] periodsNs = new long[16];
  private long[] deadlinesNs = new long[16];
  private long latestNs;
  private int count;
  private int retainedCount;

  /**
   * @param nowNs the clock as it starts
   */
  public LeaseTable(ExpiryBrake brake, long nowNs) {
    this.brake = brake;
    latestNs = nowNs;
  }

  /** Begins a lease, in place of the one that the record had. */
  public void grant(int record, long ttlNs, long nowNs) {
    begin(record, ttlNs, nowNs, RUNNING);
  }

  /** Remembers a record whose lease expired, until it is forgotten. */
  public void retain(int record, long retentionNs, long nowNs) {
    begin(record, retentionNs, nowNs, RETAINED);
  }

  private void begin(int record, long periodNs, long nowNs, byte state) {
    cancel(record);
    if (record >= states.length) {
      int capacity = record + (record >> 1) + 1;
      states = Arrays.copyOf(states, capacity);
      periodsNs = Arrays.copyOf(periodsNs, capacity);
      deadlinesNs = Arrays.copyOf(deadlinesNs, capacity);
    }
    states[record] = state;
    periodsNs[record] = periodNs;
    deadlinesNs[record] = advance(nowNs) + periodNs;
    timers.add(record, deadlinesNs[record]);
    count++;
    retainedCount += state == RETAINED ? 1 : 0;
  }

  /**
   * The owner was heard of.
   *
   * @return whether it has a lease that has not expired
   */
  public boolean renew(int record, long nowNs) {
    byte state = state(record);
    if (state == NONE || state == RETAINED) {
      return false;
    }
    deadlinesNs[record] = advance(nowNs) + periodsNs[record];
    if (state == OVERDUE) {
      overdue.remove(record);
      states[record] = RUNNING;
      timers.add(record, deadlinesNs[record]);
    }
    return true;
  }

  private byte state(int record) {
    return record < states.length ? states[record] : NONE;
  }

  /** Ends a lease, or forgets that it expired; nothing happens when there is none. */
  public void cancel(int record) {
    byte state = state(record);
    if (state == OVERDUE) {
      overdue.remove(record);
    } else if (state != NONE) {
      timers.remove(record);
    }
    drop(record);
  }

  private void drop(int record) {
    byte state = state(record);
    if (state != NONE) {
      states[record] = NONE;
      count--;
      retainedCount -= state == RETAINED ? 1 : 0;
    }
  }

  /**
   * Tells what came to an end, unless the brake holds it.
   *
   * @return how many were told
   */
  public int poll(long nowNs, LeaseHandler handler) {
    long now = advance(nowNs);
    int told = 0;
    int fired = 0;
    while (!timers.isEmpty() && fired < MAX_FIRED && timers.firstTimeNs() - now <= 0) {
      int record = timers.first();
      timers.remove(record);
      fired++;
      if (states[record] == RETAINED) {
        drop(record);
        handler.onForgotten(record);
        told++;
      } else if (deadlinesNs[record] - now > 0) {
        timers.add(record, deadlinesNs[record]);
      } else {
        states[record] = OVERDUE;
        overdue.add(record);
      }
    }
    return told + expire(now, handler);
  }

  private int expire(long nowNs, LeaseHandler handler) {
    if (!brake.allows(overdue.size(), running(), nowNs)) {
      return 0;
    }
    int expired = 0;
    while (!overdue.isEmpty() && expired < MAX_FIRED) {
      Iterator<Integer> first = overdue.iterator();
      int record = first.next();
      first.remove();
      drop(record);
      expired++;
      brake.count(1, nowNs);
      handler.onExpired(record);
    }
    return expired;
  }

  /** Time never goes back. */
  private long advance(long nowNs) {
    if (nowNs - latestNs > 0) {
      latestNs = nowNs;
    }
    return latestNs;
  }

  /** Leases that have not expired, those that are overdue included. */
  public int running() {
    return count - retainedCount;
  }

  /** Leases whose time has passed, held by the brake. */
  public int overdue() {
    return overdue.size();
  }

  /** Records that are retained after their lease expired. */
  public int retained() {
    return retainedCount;
  }

  /** Writes for how long leases run, not how much of it has passed. */
  public void write(ImageWriter image) throws IOException {
    image.number(states.length);
    image.bytes(states, states.length);
    image.longs(periodsNs, periodsNs.length);
  }

  /**
   * Begins all leases that were written anew.
   *
   * @param retentionNs how long what has expired is retained, at least
   */
  public void read(ImageReader image, long retentionNs, long nowNs) throws IOException {
    int records = image.number();
    byte[] were = image.bytes(records, records);
    long[] periods = image.longs(records, records);
    for (int record = 0; record < records; record++) {
      if (were[record] == RETAINED) {
        retain(record, Math.max(retentionNs, periods[record]), nowNs);
      } else if (were[record] != NONE) {
        grant(record, periods[record], nowNs);
      }
    }
  }
}
