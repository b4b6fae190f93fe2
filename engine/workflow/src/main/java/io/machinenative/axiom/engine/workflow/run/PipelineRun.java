package io.machinenative.axiom.engine.workflow.run;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.workflow.model.Placeholders;
import io.machinenative.axiom.engine.workflow.plan.Plan;
import io.machinenative.axiom.engine.workflow.plan.Stream;
import io.machinenative.axiom.engine.workflow.report.RunOutcome;
import io.machinenative.axiom.engine.workflow.report.RunOwner;
import io.machinenative.axiom.engine.workflow.report.RunReport;
import io.machinenative.axiom.engine.workflow.report.StageState;
import io.machinenative.axiom.engine.workflow.run.StreamProgress.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;

/**
 * One run of a plan. {@link #run} is its coordinator, on a thread of its own, the only one that
 * changes anything; {@link #cancel} and {@link #report} are for any thread.
 */
public final class PipelineRun implements Runnable {
  private static final long FOREVER_NS = TimeUnit.DAYS.toNanos(365);

  private final String id;
  private final Plan plan;
  private final Principal principal;
  private final RunServices services;
  private final Consumer<RunReport> whenOver;
  private final NanoClock clock;
  private final Secrets secrets;
  private final long startedAtMs;
  private final long beganNs;
  private final LinkedBlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<RunReport> result = new CompletableFuture<>();

  // All below is guarded by this.
  private final Map<String, StageRecord> stages = new LinkedHashMap<>();
  private final List<StreamProgress> streams = new ArrayList<>();
  private RunOutcome outcome = RunOutcome.RUNNING;
  private RunOutcome ended = RunOutcome.RUNNING;
  private String reason = "";
  private long endedNs;

  /**
   * @param id letters, digits and {@code -}
   * @param plan runnable
   * @param principal who began it
   * @param whenOver is told the report on the coordinator's thread, before {@link #result}
   */
  public PipelineRun(
      String id,
      Plan plan,
      Principal principal,
      RunServices services,
      Consumer<RunReport> whenOver) {
    this.id = id;
    this.principal = principal;
    this.whenOver = whenOver;
    this.plan = plan;
    this.services = services;
    clock = services.clock();
    secrets = new Secrets(plan);
    startedAtMs = services.epochClock().time();
    beganNs = clock.nanoTime();
    for (Stream stream : plan.streams()) {
      streams.add(new StreamProgress(stream));
      for (String name : stream.stages()) {
        stages.put(name, new StageRecord(plan.stage(name), stream.level()));
      }
    }
  }

  public String id() {
    return id;
  }

  /** Who began it. */
  public Principal principal() {
    return principal;
  }

  public Plan plan() {
    return plan;
  }

  /** Completed with the report of its end. */
  public CompletableFuture<RunReport> result() {
    return result;
  }

  /** Ends it: operations that run are told to end, others do not begin. */
  public void cancel() {
    events.add(() -> end(RunOutcome.CANCELLED, "cancelled"));
  }

  @Override
  public void run() {
    try {
      while (!step()) {
        Runnable event = events.poll(Math.max(1, nextDeadlineNs()), TimeUnit.NANOSECONDS);
        for (Runnable next = event; next != null; next = events.poll()) {
          handle(next);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abort("its coordinator was interrupted");
    } catch (RuntimeException | Error e) {
      abort("a defect: " + FailureText.of(e));
      throw e;
    } finally {
      RunReport report = report();
      try {
        whenOver.accept(report);
      } finally {
        result.complete(report);
      }
    }
  }

  private synchronized void handle(Runnable event) {
    event.run();
  }

  /** Starts what can start and ends what is due; whether all is over. */
  private synchronized boolean step() {
    long nowNs = clock.nanoTime();
    if (plan.pipeline().timeoutNs().isPresent()
        && nowNs - beganNs >= plan.pipeline().timeoutNs().getAsLong()) {
      long limitMs = TimeUnit.NANOSECONDS.toMillis(plan.pipeline().timeoutNs().getAsLong());
      end(RunOutcome.FAILED, "it did not end within " + limitMs + " ms");
    }
    for (StreamProgress stream : streams) {
      switch (stream.phase()) {
        case WAITING -> startOrSkip(stream, nowNs);
        case DELAYED -> {
          if (stream.dueNs() - nowNs <= 0) {
            stream.stream()
                .stages()
                .forEach(name -> stages.get(name).lost(nowNs - stream.sinceNs()));
            ask(stream, nowNs);
          }
        }
        case RUNNING -> endOverdue(stream, nowNs);
        case QUEUED, OVER -> {
          // Its slots come as an event; nothing is left to do.
        }
      }
    }
    boolean over = streams.stream().allMatch(stream -> stream.is(Phase.OVER));
    if (over && outcome == RunOutcome.RUNNING) {
      conclude(nowNs);
    }
    return over;
  }

  private void conclude(long nowNs) {
    boolean allSucceeded =
        stages.values().stream().allMatch(stage -> stage.state() == StageState.SUCCEEDED);
    endedNs = nowNs;
    if (ended != RunOutcome.RUNNING) {
      outcome = ended;
    } else {
      outcome = allSucceeded ? RunOutcome.SUCCEEDED : RunOutcome.PARTIAL;
    }
    if (outcome == RunOutcome.PARTIAL) {
      reason =
          stages.values().stream()
              .filter(stage -> !stage.error().isEmpty())
              .map(stage -> stage.definition().name() + ": " + stage.error())
              .findFirst()
              .orElse("not every stage succeeded");
    }
  }

  private void startOrSkip(StreamProgress progress, long nowNs) {
    boolean ready = true;
    for (String name : progress.stream().stages()) {
      for (String need : stages.get(name).definition().needs()) {
        if (plan.stage(need).stream() != progress.stream().index()) {
          boolean over = streamOf(need).is(Phase.OVER);
          if (over && stages.get(need).state() != StageState.SUCCEEDED) {
            skip(progress);
            return;
          }
          ready &= over;
        }
      }
    }
    if (ready && active() + progress.stream().stages().size() <= plan.pipeline().parallel()) {
      ask(progress, nowNs);
    }
  }

  private StreamProgress streamOf(String stage) {
    int index = plan.stage(stage).stream();
    return streams.stream().filter(s -> s.stream().index() == index).findFirst().orElseThrow();
  }

  private int active() {
    return streams.stream()
        .filter(stream -> stream.is(Phase.QUEUED) || stream.is(Phase.RUNNING))
        .mapToInt(stream -> stream.stream().stages().size())
        .sum();
  }

  private void skip(StreamProgress progress) {
    for (String name : progress.stream().stages()) {
      if (!stages.get(name).state().isOver()) {
        stages.get(name).state(StageState.SKIPPED);
      }
    }
    progress.over();
  }

  private void ask(StreamProgress progress, long nowNs) {
    progress.queue(nowNs);
    services
        .slots()
        .request(
            progress, progress.stream().stages().size(), () -> events.add(() -> granted(progress)));
  }

  private void granted(StreamProgress progress) {
    if (progress.is(Phase.QUEUED)) {
      new StreamStart(this, progress).start();
    } else {
      services.slots().release(progress.stream().stages().size());
    }
  }

  /** A step of the coordinator's, asked for by a stage's thread. */
  void later(Runnable event) {
    events.add(event);
  }

  RunServices services() {
    return services;
  }

  StageRecord record(String stage) {
    return stages.get(stage);
  }

  Map<String, Object> redact(Map<?, ?> parameters) {
    return secrets.redact(parameters);
  }

  String redact(String text) {
    return secrets.redact(text);
  }

  /**
   * The parameters of a call without placeholders.
   *
   * @throws ToolException INVALID_ARGUMENT when a result is not there
   */
  @SuppressWarnings("unchecked") // a filled map has text keys, as the plan made sure
  Map<String, Object> filled(Object parameters) {
    try {
      return (Map<String, Object>) Placeholders.fill(parameters, this::late);
    } catch (IllegalArgumentException e) {
      throw ToolException.invalid(e.getMessage());
    }
  }

  private Optional<Object> late(String name) {
    if (name.equals("run.id")) {
      return Optional.of(id);
    }
    String[] words = name.split("\\.", 3);
    return words.length == 3 && words[0].equals("stage") && stages.containsKey(words[1])
        ? stages.get(words[1]).result(words[2])
        : Optional.empty();
  }

  /** A stage is over: what follows. */
  void stageOver(StreamProgress progress, StreamRun run, StageRun stage) {
    boolean current = progress.running().filter(latest -> latest == run).isPresent();
    if (!current || !progress.handled(stage)) {
      return; // of an attempt that was given up
    }
    StageRecord record = stages.get(stage.stage());
    record.ended(stage, secrets::redact);
    tellCircuit(stage);
    if (stage.isRoot()) {
      Verdict verdict = Verdict.of(record, stage.failure().orElseThrow());
      progress.judge(verdict, stage.stage());
      if (verdict == Verdict.STOP) {
        end(RunOutcome.FAILED, stage.stage() + ": " + record.error());
      } else if (verdict != Verdict.CONTINUE) {
        endStream(progress);
      }
    }
    if (progress.allHandled() && progress.is(Phase.RUNNING)) {
      streamOver(progress, run);
    }
  }

  private void tellCircuit(StageRun stage) {
    stage
        .definition()
        .onError()
        .circuit()
        .filter(any -> !stages.get(stage.stage()).usesFallback())
        .ifPresent(circuit -> {
          String key = circuitKey(stage.stage());
          boolean tried = !(stage.failure().orElse(null) instanceof CircuitOpenException);
          switch (stage.state()) {
            case SUCCEEDED -> services.circuits().succeeded(key);
            case FAILED -> {
              if (tried) {
                services.circuits().failed(key, circuit);
              }
            }
            default -> services.circuits().undecided(key);
          }
        });
  }

  String circuitKey(String stage) {
    return plan.pipeline().name() + "/" + stage;
  }

  private void streamOver(StreamProgress progress, StreamRun run) {
    long nowNs = clock.nanoTime();
    Verdict verdict = ended == RunOutcome.RUNNING ? progress.verdict() : Verdict.STOP;
    if (verdict != Verdict.RETRY && verdict != Verdict.FALLBACK) {
      progress.over();
      return;
    }
    StageRecord failed = stages.get(progress.verdictStage());
    long delayNs = 0;
    if (verdict == Verdict.RETRY) {
      delayNs = failed.definition().onError().retry().orElseThrow().delayNs(failed.retries() + 1);
    } else {
      failed.useFallback();
    }
    for (StageRun stage : run.stages()) {
      stages.get(stage.stage()).lost(stage.elapsedNs());
      stages.get(stage.stage()).state(StageState.DELAYED);
    }
    progress.delay(nowNs + delayNs, nowNs);
  }

  private void endOverdue(StreamProgress progress, long nowNs) {
    StreamRun run = progress.running().orElseThrow();
    for (StageRun stage : run.stages()) {
      long limitNs = stage.definition().timeoutNs().orElse(FOREVER_NS);
      if (!stage.isOver() && nowNs - stage.beganNs() >= limitNs && !progress.isEnding()) {
        stage.fail(
            new ToolException(
                Status.DEADLINE_EXCEEDED,
                "it did not end within " + TimeUnit.NANOSECONDS.toMillis(limitNs) + " ms"));
        endStream(progress);
      }
    }
    if (progress.isEnding() && progress.dueNs() - nowNs <= 0) {
      for (StageRun stage : run.stages()) {
        if (!stage.isOver()) {
          stage.abandon();
          run.ended(stage);
          stageOver(progress, run, stage);
        }
      }
    }
  }

  private void endStream(StreamProgress progress) {
    progress.running().ifPresent(StreamRun::cancel);
    progress.ending(clock.nanoTime() + services.graceNs());
  }

  /** The run ends; the first reason counts. */
  private void end(RunOutcome how, String why) {
    if (ended != RunOutcome.RUNNING || outcome != RunOutcome.RUNNING) {
      return;
    }
    ended = how;
    reason = why;
    for (StreamProgress stream : streams) {
      switch (stream.phase()) {
        case RUNNING -> endStream(stream);
        case QUEUED -> {
          services.slots().withdraw(stream);
          skip(stream);
        }
        case WAITING, DELAYED -> skip(stream);
        case OVER -> {
          // What is over stays so.
        }
      }
    }
  }

  private synchronized void abort(String why) {
    end(RunOutcome.FAILED, why);
    streams.forEach(stream -> stream.running().ifPresent(StreamRun::cancel));
    streams.forEach(StreamProgress::over);
    outcome = RunOutcome.FAILED;
    reason = why;
    endedNs = clock.nanoTime();
  }

  private synchronized long nextDeadlineNs() {
    long nowNs = clock.nanoTime();
    long nextNs = FOREVER_NS;
    if (plan.pipeline().timeoutNs().isPresent()) {
      nextNs = beganNs + plan.pipeline().timeoutNs().getAsLong() - nowNs;
    }
    for (StreamProgress stream : streams) {
      if (stream.is(Phase.DELAYED) || (stream.is(Phase.RUNNING) && stream.isEnding())) {
        nextNs = Math.min(nextNs, stream.dueNs() - nowNs);
      } else if (stream.is(Phase.RUNNING)) {
        for (StageRun stage : stream.running().orElseThrow().stages()) {
          long limitNs = stage.definition().timeoutNs().orElse(FOREVER_NS);
          if (!stage.isOver()) {
            nextNs = Math.min(nextNs, stage.beganNs() + limitNs - nowNs);
          }
        }
      }
    }
    return nextNs;
  }

  /** As it is now. */
  public synchronized RunReport report() {
    return new RunReport(
        id,
        plan.pipeline().name(),
        RunOwner.of(principal),
        outcome,
        startedAtMs,
        (outcome == RunOutcome.RUNNING ? clock.nanoTime() : endedNs) - beganNs,
        streams.stream().mapToLong(StreamProgress::slotWaitNs).sum(),
        plan.pipeline().parallel(),
        plan.pipeline().bufferBytes(),
        secrets.redact(plan.values()),
        stages.values().stream().map(StageRecord::report).toList(),
        reason);
  }
}
