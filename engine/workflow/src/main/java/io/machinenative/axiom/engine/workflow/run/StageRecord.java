package io.machinenative.axiom.engine.workflow.run;

import io.machinenative.axiom.engine.workflow.model.Stage;
import io.machinenative.axiom.engine.workflow.plan.PlannedStage;
import io.machinenative.axiom.engine.workflow.report.StageReport;
import io.machinenative.axiom.engine.workflow.report.StageState;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What became of a stage over its attempts. Guarded by its run. */
final class StageRecord {
  private final PlannedStage planned;
  private final int level;
  private Stage.Call call;
  private Optional<StageRun> latest = Optional.empty();
  private StageState state = StageState.WAITING;
  private Map<String, Object> parameters = Map.of();
  private int attempts;
  private int attemptsOfCall;
  private long lostNs;
  private String retriedFor = "";
  private String error = "";

  StageRecord(PlannedStage planned, int level) {
    this.planned = planned;
    this.level = level;
    call = planned.stage().call();
  }

  PlannedStage planned() {
    return planned;
  }

  Stage definition() {
    return planned.stage();
  }

  /** The operation, or its fallback once that took over. */
  Stage.Call call() {
    return call;
  }

  boolean usesFallback() {
    return definition().onError().fallback().filter(call::equals).isPresent();
  }

  void useFallback() {
    call = definition().onError().fallback().orElseThrow();
    attemptsOfCall = 0;
  }

  StageState state() {
    return state;
  }

  void state(StageState next) {
    state = next;
  }

  /** Retries of this operation so far. */
  int retries() {
    return attemptsOfCall - 1;
  }

  int nextAttempt() {
    return attempts + 1;
  }

  void begun(StageRun run, Map<String, Object> shown) {
    retriedFor = error.isEmpty() ? retriedFor : error;
    error = "";
    latest = Optional.of(run);
    parameters = shown;
    state = StageState.RUNNING;
    attempts++;
    attemptsOfCall++;
  }

  void ended(StageRun run, UnaryOperator<String> redact) {
    state = run.state();
    run.failure()
        .filter(failure -> state == StageState.FAILED)
        .ifPresent(failure -> error = redact.apply(FailureText.of(failure)));
  }

  /** The time of an attempt that failed, or of the delay after it. */
  void lost(long ns) {
    lostNs += ns;
  }

  String error() {
    return error;
  }

  Optional<Object> result(String name) {
    return latest.map(run -> run.notes().results().get(name));
  }

  StageReport report() {
    StageReport.Times times =
        latest
            .map(run ->
                new StageReport.Times(
                    run.elapsedNs(),
                    run.meter().readWaitNs(),
                    run.meter().writeWaitNs(),
                    run.cpuNs(),
                    lostNs))
            .orElse(StageReport.Times.NONE);
    StageReport.Flow flow =
        latest
            .map(run ->
                new StageReport.Flow(
                    run.meter().bytesIn(),
                    run.meter().bytesOut(),
                    run.meter().reads(),
                    run.meter().writes()))
            .orElse(StageReport.Flow.NONE);
    return new StageReport(
        planned.name(),
        call.operation(),
        latest.map(StageRun::servedBy).orElse(""),
        state,
        level,
        planned.from(),
        parameters,
        attempts,
        times,
        flow,
        latest.map(run -> run.notes().counters()).orElse(Map.of()),
        latest.map(run -> run.notes().results()).orElse(Map.of()),
        latest.map(run -> run.notes().progress()).orElse(Map.of()),
        latest.map(run -> run.notes().warnings()).orElse(java.util.List.of()),
        retriedFor,
        error);
  }
}
