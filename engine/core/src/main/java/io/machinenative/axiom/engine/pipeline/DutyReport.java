package io.machinenative.axiom.engine.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What an agent of the data plane tells the control plane: which epoch it runs, and that it runs at
 * all. Written by the agent in every duty cycle, with two release stores; read by any thread.
 */
public final class DutyReport {
  private static final VarHandle EPOCH;
  private static final VarHandle CYCLE_NS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      EPOCH = lookup.findVarHandle(DutyReport.class, "epoch", long.class);
      CYCLE_NS = lookup.findVarHandle(DutyReport.class, "cycleNs", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String agent;

  @SuppressWarnings("unused") // through the handle
  private long epoch;

  @SuppressWarnings("unused") // through the handle
  private long cycleNs;

  /**
   * @param agent its name
   * @param nowNs counts as its first duty cycle
   */
  public DutyReport(String agent, long nowNs) {
    this.agent = agent;
    this.cycleNs = nowNs;
  }

  /** The agent: from here on nothing older than this epoch is read. */
  void begin(long nowNs, long currentEpoch) {
    CYCLE_NS.setRelease(this, nowNs);
    EPOCH.setRelease(this, currentEpoch);
  }

  public String agent() {
    return agent;
  }

  /**
   * The epoch of its last duty cycle: what it looked up before may be older and still in flight.
   */
  public long epoch() {
    return (long) EPOCH.getAcquire(this);
  }

  /** When its last duty cycle began, nanoseconds. */
  public long cycleNs() {
    return (long) CYCLE_NS.getAcquire(this);
  }
}
