package io.machinenative.axiom.engine.workflow.run;

import io.machinenative.axiom.api.OperationContext;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.control.ServedOperation;
import io.machinenative.axiom.engine.workflow.model.Stage;
import io.machinenative.axiom.engine.workflow.report.StageState;
import io.machinenative.axiom.engine.workflow.stream.StageInput;
import io.machinenative.axiom.engine.workflow.stream.StageMeter;
import io.machinenative.axiom.engine.workflow.stream.StageOutput;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;

/**
 * One attempt of one stage: a thread, two channels, and what came of it. Its thread runs the
 * operation; the coordinator starts and cancels it; any thread reads its numbers.
 */
final class StageRun implements OperationContext, Runnable {
  /** A version of a plugin that is swapped out between look-up and start: look up again. */
  private static final int LOOKUPS = 8;

  /** How it ended; the failure is null for a success. */
  private record End(StageState state, Throwable failure, long atNs) {}

  private final PipelineRun run;
  private final Stage stage;
  private final Stage.Call call;
  private final int attempt;
  private final RunServices services;
  private final NanoClock clock;
  private final StageNotes notes;
  private final StageMeter meter = new StageMeter();
  private final StageOutput output;
  private final AtomicReference<End> end = new AtomicReference<>();
  private final AtomicReference<Throwable> forced = new AtomicReference<>();
  private StageInput input;
  private Map<String, Object> parameters = Map.of();
  private Consumer<StageRun> beforeEnd = none -> {};
  private Consumer<StageRun> afterEnd = none -> {};
  private Thread thread;
  private boolean interrupted;
  private volatile boolean cancelled;
  private volatile long beganNs;
  private volatile long cpuNs;
  private volatile String servedBy = "";

  /**
   * @param run that it is a part of
   * @param call the stage's operation or its fallback
   * @param attempt 1 for the first
   */
  StageRun(PipelineRun run, Stage stage, Stage.Call call, int attempt, StageNotes notes) {
    this.run = run;
    this.stage = stage;
    this.call = call;
    this.attempt = attempt;
    this.services = run.services();
    this.notes = notes;
    clock = services.clock();
    output = new StageOutput(run.plan().pipeline().bufferBytes(), clock, meter);
    input = StageOutput.unconnected(meter);
    beganNs = clock.nanoTime();
  }

  /** Before the start: reads what another stage writes. */
  void readFrom(StageRun writer) {
    input = writer.output.connect(meter);
  }

  /**
   * Starts the thread.
   *
   * @param filled parameters without placeholders
   * @param whenEnded called on the stage's thread before its neighbours can notice the end
   * @param whenLeft called on the stage's thread as its last act
   */
  void start(
      Map<String, Object> filled, Consumer<StageRun> whenEnded, Consumer<StageRun> whenLeft) {
    parameters = filled;
    beforeEnd = whenEnded;
    afterEnd = whenLeft;
    beganNs = clock.nanoTime();
    thread = services.threads().newThread(this);
    thread.setName("pipeline-" + stage.name());
    thread.start();
  }

  @Override
  public void run() {
    Throwable failure = null;
    try {
      operate();
      long unread = input.drain();
      if (unread > 0) {
        notes.count("unreadBytes", unread);
      }
    } catch (Throwable e) {
      failure = e;
    }
    cpuNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    finish(failure);
  }

  private void operate() throws Exception {
    for (int lookup = 0; lookup < LOOKUPS; lookup++) {
      Optional<ServedOperation> served = services.operations().find(call.operation());
      if (served.isEmpty()) {
        throw new ToolException(
            Status.UNKNOWN_TOOL, "no installed plugin offers the operation " + call.operation());
      }
      servedBy = served.get().plugin() + " " + served.get().version();
      if (served.get().run(parameters, input, output, this)) {
        return;
      }
    }
    throw new IllegalStateException(call.operation() + " was swapped out again and again");
  }

  private void finish(Throwable failure) {
    Throwable first = forced.get() == null ? failure : forced.get();
    StageState state = StageState.SUCCEEDED;
    if (first != null) {
      state = cancelled && forced.get() == null ? StageState.CANCELLED : StageState.FAILED;
    }
    end.compareAndSet(null, new End(state, first, clock.nanoTime()));
    beforeEnd.accept(this);
    output.end(first == null);
    input.end();
    afterEnd.accept(this);
  }

  /** It never began: its circuit is open, or its parameters cannot be made. */
  void refuse(Throwable reason) {
    endUnbegun(new End(StageState.FAILED, reason, clock.nanoTime()));
  }

  /** It never began, for a connected one could not. */
  void withdraw() {
    cancelled = true;
    endUnbegun(new End(StageState.CANCELLED, ToolException.cancelled(), clock.nanoTime()));
  }

  private void endUnbegun(End how) {
    end.set(how);
    output.end(false);
    input.end();
  }

  /** Its result is not wanted any more; it is not interrupted, for its channels end. */
  void markCancelled() {
    cancelled = true;
  }

  /** The coordinator: ends it, by failing channels and an interrupt. */
  void cancel() {
    cancelled = true;
    if (end.get() == null && !interrupted) {
      interrupted = true;
      input.breakUp();
      output.breakUp();
      thread.interrupt();
    }
  }

  /** The coordinator: ends it as its own failure. */
  void fail(Throwable reason) {
    forced.compareAndSet(null, reason);
    cancel();
  }

  /**
   * The coordinator: it did not end although it was told to. It counts as over, and its thread is
   * left alone.
   */
  void abandon() {
    Throwable reason = forced.get();
    End how =
        reason == null
            ? new End(StageState.CANCELLED, ToolException.cancelled(), clock.nanoTime())
            : new End(StageState.FAILED, reason, clock.nanoTime());
    if (end.compareAndSet(null, how)) {
      warn("it did not end when it was told to, and its thread was left alone");
    }
  }

  Stage definition() {
    return stage;
  }

  Stage.Call call() {
    return call;
  }

  /** As it is now. */
  StageState state() {
    End ended = end.get();
    return ended == null ? StageState.RUNNING : ended.state();
  }

  /** Whether it failed of itself, and not because others did. */
  boolean isRoot() {
    return state() == StageState.FAILED;
  }

  Optional<Throwable> failure() {
    return Optional.ofNullable(end.get()).map(End::failure);
  }

  boolean isOver() {
    return end.get() != null;
  }

  StageMeter meter() {
    return meter;
  }

  StageNotes notes() {
    return notes;
  }

  /** Plugin and version; empty before it began. */
  String servedBy() {
    return servedBy;
  }

  long beganNs() {
    return beganNs;
  }

  long elapsedNs() {
    End ended = end.get();
    return (ended == null ? clock.nanoTime() : ended.atNs()) - beganNs;
  }

  /** Of its own thread; 0 before it is over. */
  long cpuNs() {
    return cpuNs;
  }

  @Override
  public String runId() {
    return run.id();
  }

  @Override
  public Principal principal() {
    return run.principal();
  }

  @Override
  public String stage() {
    return stage.name();
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public int parallelism() {
    return services.cores();
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void progress(double done, double total, String message) {
    notes.progress(done, total, message);
  }

  @Override
  public void count(String counter, long delta) {
    notes.count(counter, delta);
  }

  @Override
  public void result(String name, Object value) {
    notes.result(name, value);
  }

  @Override
  public void warn(String message) {
    notes.warn(message);
  }
}
