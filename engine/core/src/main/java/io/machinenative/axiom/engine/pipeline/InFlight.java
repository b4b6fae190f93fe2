package io.machinenative.axiom.engine.pipeline;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Calls in flight of tools that come and go together: of one version of one plugin. INLINE calls
 * are not among them, since they do not outlast their agent's duty cycle.
 *
 * <p>Each ingress agent counts on a cache line of its own, with a release store; any thread sums
 * up. The sum is exact for who has seen, in a {@link DutyReport}, that no agent can begin another
 * call of these tools.
 */
public final class InFlight {
  /** More than there are kinds of carriers. */
  public static final int MAX_AGENTS = 8;

  /** Of 128 bytes each: two cache lines, since CPUs fetch them in pairs. */
  private static final int STRIDE = 128 / Long.BYTES;

  /** Beside an agent's calls in flight: all that it ever began. */
  private static final int CALLS = 1;

  /** No limit. */
  public static final int UNLIMITED = 0;

  private final AtomicLongArray counts = new AtomicLongArray((MAX_AGENTS + 1) * STRIDE);
  private final int limit;

  /** Calls that were admitted and are not over; counted only where there is a limit. */
  private final AtomicInteger admitted = new AtomicInteger();

  /** Calls that did not come through an ingress agent: one tool stands in for another. */
  private final AtomicInteger borrowed = new AtomicInteger();

  public InFlight() {
    this(UNLIMITED);
  }

  /**
   * @param limit calls at once, INLINE ones included; {@link #UNLIMITED} for as many as come
   */
  public InFlight(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("expected a limit of 0 or more, got " + limit);
    }
    this.limit = limit;
  }

  public int limit() {
    return limit;
  }

  /**
   * Asks for a call's place where there is a limit. Any ingress agent.
   *
   * @return false when all places are taken; after true, {@link #dismiss} gives the place back
   */
  public boolean admit() {
    int now = admitted.get();
    while (now < limit) {
      int seen = admitted.compareAndExchange(now, now + 1);
      if (seen == now) {
        return true;
      }
      now = seen;
    }
    return false;
  }

  /** Gives a place back. */
  public void dismiss() {
    admitted.decrementAndGet();
  }

  /**
   * A call begins that no ingress agent counts. Any thread; who calls this looks after it whether
   * the route is still served, and gives the call up when it is not.
   */
  public void borrow() {
    borrowed.incrementAndGet();
  }

  /** A borrowed call is over. */
  public void giveBack() {
    borrowed.decrementAndGet();
  }

  /** The agent of that index: a call begins. */
  void enter(int agent) {
    int at = (agent + 1) * STRIDE;
    counts.setRelease(at, counts.getPlain(at) + 1);
    pass(agent);
  }

  /** The agent of that index: an INLINE call begins, and is over before anybody looks. */
  public void pass(int agent) {
    int at = (agent + 1) * STRIDE + CALLS;
    counts.setRelease(at, counts.getPlain(at) + 1);
  }

  /** Calls that have begun since the beginning, INLINE ones included, on all agents. */
  public long calls() {
    long sum = 0;
    for (int agent = 0; agent < MAX_AGENTS; agent++) {
      sum += counts.getAcquire((agent + 1) * STRIDE + CALLS);
    }
    return sum;
  }

  /** The agent of that index: a call is over, and its tool has returned or completed it. */
  void leave(int agent) {
    int at = (agent + 1) * STRIDE;
    counts.setRelease(at, counts.getPlain(at) - 1);
    if (limit != UNLIMITED) {
      dismiss();
    }
  }

  public long total() {
    long sum = borrowed.get();
    for (int agent = 0; agent < MAX_AGENTS; agent++) {
      sum += counts.getAcquire((agent + 1) * STRIDE);
    }
    return sum;
  }
}
