package io.machinenative.axiom.engine.registry.lease;

import io.machinenative.axiom.engine.registry.model.RecordKey;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
 */
public final class LeaseTable {
  /** Timers that fire in one poll, at most. */
  static final int MAX_FIRED = 10_000;

  private final Map<RecordKey, Timer> leases = new HashMap<>();
  private final TreeSet<Timer> timers = new TreeSet<>(Timer::compare);
  private final Set<Timer> overdue = new LinkedHashSet<>();
  private final ExpiryBrake brake;
  private long latestNs;
  private long sequence;
  private int retainedCount;

  /**
   * @param nowNs the clock as it starts
   */
  public LeaseTable(ExpiryBrake brake, long nowNs) {
    this.brake = brake;
    latestNs = nowNs;
  }

  /** Begins a lease, in place of the one that the record had. */
  public void grant(RecordKey key, long ttlNs, long nowNs) {
    begin(key, ttlNs, nowNs, false);
  }

  /** Remembers a record whose lease expired, until it is forgotten. */
  public void retain(RecordKey key, long retentionNs, long nowNs) {
    begin(key, retentionNs, nowNs, true);
  }

  private void begin(RecordKey key, long periodNs, long nowNs, boolean retained) {
    cancel(key);
    Timer timer = new Timer(key, periodNs, sequence++, retained);
    timer.deadlineNs = advance(nowNs) + periodNs;
    timer.firesAtNs = timer.deadlineNs;
    leases.put(key, timer);
    timers.add(timer);
    retainedCount += retained ? 1 : 0;
  }

  /**
   * The owner was heard of.
   *
   * @return whether it has a lease that has not expired
   */
  public boolean renew(RecordKey key, long nowNs) {
    Timer timer = leases.get(key);
    if (timer == null || timer.retained) {
      return false;
    }
    timer.deadlineNs = advance(nowNs) + timer.periodNs;
    if (overdue.remove(timer)) {
      timer.firesAtNs = timer.deadlineNs;
      timers.add(timer);
    }
    return true;
  }

  /** Ends a lease, or forgets that it expired; nothing happens when there is none. */
  public void cancel(RecordKey key) {
    Timer timer = leases.remove(key);
    if (timer != null) {
      retainedCount -= timer.retained ? 1 : 0;
      if (!overdue.remove(timer)) {
        timers.remove(timer);
      }
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
    while (!timers.isEmpty() && fired < MAX_FIRED && timers.first().firesAtNs - now <= 0) {
      Timer timer = timers.pollFirst();
      fired++;
      if (timer.retained) {
        drop(timer);
        handler.onForgotten(timer.key);
        told++;
      } else if (timer.deadlineNs - now > 0) {
        timer.firesAtNs = timer.deadlineNs;
        timers.add(timer);
      } else {
        overdue.add(timer);
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
      Iterator<Timer> first = overdue.iterator();
      Timer timer = first.next();
      first.remove();
      drop(timer);
      expired++;
      brake.count(1, nowNs);
      handler.onExpired(timer.key);
    }
    return expired;
  }

  private void drop(Timer timer) {
    leases.remove(timer.key);
    retainedCount -= timer.retained ? 1 : 0;
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
    return leases.size() - retainedCount;
  }

  /** Leases whose time has passed, held by the brake. */
  public int overdue() {
    return overdue.size();
  }

  /** Records that are retained after their lease expired. */
  public int retained() {
    return retainedCount;
  }

  private static final class Timer {
    private final RecordKey key;
    private final long periodNs;
    private final long sequence;
    private final boolean retained;
    private long deadlineNs;
    private long firesAtNs;

    private Timer(RecordKey key, long periodNs, long sequence, boolean retained) {
      this.key = key;
      this.periodNs = periodNs;
      this.sequence = sequence;
      this.retained = retained;
    }

    private static int compare(Timer left, Timer right) {
      int order = Long.signum(left.firesAtNs - right.firesAtNs);
      return order == 0 ? Long.compare(left.sequence, right.sequence) : order;
    }
  }
}
