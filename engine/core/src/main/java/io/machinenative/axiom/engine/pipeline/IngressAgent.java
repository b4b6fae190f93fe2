package io.machinenative.axiom.engine.pipeline;

import java.util.List;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * Reads its carriers, and everything that follows on the same thread: framing, validation,
 * dispatch, INLINE tools, results, timers. Owns its sessions, its slots and their timers.
 */
public final class IngressAgent implements Agent {
  private final String name;
  private final NanoClock clock;
  private final ControlPlane control;
  private final IngressContext context;
  private final Listener[] listeners;
  private final IngressStage[] stages;
  private final Runnable onStop;
  private final IdleStrategy idle;
  private final DutyReport report;

  /**
   * @param listeners the carriers to poll
   * @param stages in the order in which they run, after the carriers
   * @param onStop answers the calls that are still in flight when the agent stops
   * @param idle how it idles when it has a thread of its own
   */
  public IngressAgent(
      String name,
      NanoClock clock,
      ControlPlane control,
      IngressContext context,
      List<Listener> listeners,
      List<IngressStage> stages,
      Runnable onStop,
      IdleStrategy idle) {
    this.name = name;
    this.clock = clock;
    this.control = control;
    this.context = context;
    this.listeners = listeners.toArray(new Listener[0]);
    this.stages = stages.toArray(new IngressStage[0]);
    this.onStop = onStop;
    this.idle = idle;
    report = new DutyReport(name, clock.nanoTime());
  }

  /** Which epoch this agent runs, and since when it has been at its duty cycle. */
  public DutyReport report() {
    return report;
  }

  /** How this agent idles when it has a thread of its own. */
  public IdleStrategy idle() {
    return idle;
  }

  @Override
  public int doWork() {
    long nowNs = clock.nanoTime();
    context.refresh(nowNs, control.routes(), control.policy(), control.draining());
    report.begin(nowNs, context.routes().epoch(), context.policy().epoch());
    int work = 0;
    for (Listener listener : listeners) {
      work += listener.poll(nowNs);
    }
    for (IngressStage stage : stages) {
      work += stage.doWork(nowNs);
    }
    return work;
  }

  @Override
  public void onClose() {
    onStop.run();
    for (Listener listener : listeners) {
      listener.poll(clock.nanoTime()); // hands the last words to the carrier
    }
    for (Listener listener : listeners) {
      listener.close();
    }
  }

  @Override
  public String roleName() {
    return name;
  }
}
