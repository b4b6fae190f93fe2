package io.machinenative.axiom.engine.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which tool an agent of the data plane runs now, so that one which does not return can be named.
 *
 * <p>{@link #begin} and {@link #end} are the agent's: three stores a call, no clock, no allocation.
 * Everything else is for any thread; whether the agent is held up is written by the conductor.
 */
public final class RunningCall {
  private static final VarHandle ROUTE;
  private static final VarHandle BEGUN;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      ROUTE = lookup.findVarHandle(RunningCall.class, "route", Route.class);
      BEGUN = lookup.findVarHandle(RunningCall.class, "begun", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String agent;
  private Route route;
  private long begun;
  private volatile boolean heldUp;

  /**
   * @param agent that runs the calls, for people
   */
  public RunningCall(String agent) {
    this.agent = agent;
  }

  /** The agent: a call of that route begins. */
  public void begin(Route tool) {
    BEGUN.setOpaque(this, begun + 1);
    ROUTE.setRelease(
        this, tool); // who reads the route reads the number of its call, or a later one
  }

  /** The agent: the call is over; the route, and with it a plugin's classes, is let go. */
  public void end() {
    assert route != null : agent + ": no call has begun";
    ROUTE.setOpaque(this, null);
  }

  public String agent() {
    return agent;
  }

  /** What it runs; null between calls. */
  public Route route() {
    return (Route) ROUTE.getAcquire(this);
  }

  /**
   * How many calls it has begun. Who finds the same number twice, each time after a route, knows
   * that the same call has run all the time between.
   */
  public long begun() {
    return (long) BEGUN.getOpaque(this);
  }

  /** Whether it was found to be at the same call for long: others get new calls. */
  public boolean isHeldUp() {
    return heldUp;
  }

  /** The conductor. */
  public void heldUp(boolean is) {
    heldUp = is;
  }
}
