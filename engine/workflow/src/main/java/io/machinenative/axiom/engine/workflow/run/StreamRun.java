package io.machinenative.axiom.engine.workflow.run;

import io.machinenative.axiom.engine.workflow.plan.PlannedStage;
import io.machinenative.axiom.engine.workflow.plan.Stream;
import io.machinenative.axiom.engine.workflow.report.StageState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One attempt of one stream: its stages, connected. The coordinator's, but for {@link #ended},
 * which the stages' threads call.
 */
final class StreamRun {
  private final Stream stream;
  private final Map<String, PlannedStage> planned;
  private final Map<String, StageRun> stages;

  /**
   * @param stages all of the stream, writers first
   */
  StreamRun(Stream stream, Map<String, PlannedStage> planned, List<StageRun> stages) {
    this.stream = stream;
    this.planned = planned;
    this.stages = new LinkedHashMap<>();
    for (StageRun stage : stages) {
      this.stages.put(stage.stage(), stage);
      planned
          .get(stage.stage())
          .from()
          .ifPresent(writer -> stage.readFrom(this.stages.get(writer)));
    }
  }

  Stream stream() {
    return stream;
  }

  Collection<StageRun> stages() {
    return stages.values();
  }

  StageRun stage(String name) {
    return stages.get(name);
  }

  boolean isOver() {
    return stages.values().stream().allMatch(StageRun::isOver);
  }

  /** Ends every stage that is not over. */
  void cancel() {
    stages.values().forEach(StageRun::cancel);
  }

  /**
   * A stage is at its end. If it failed, those who cannot get to their end without it are marked
   * before they can notice: all that read from it, and a writer whose readers are all gone.
   */
  synchronized void ended(StageRun stage) {
    if (stage.state() != StageState.SUCCEEDED) {
      markReaders(stage.stage());
      markWriter(stage.stage());
    }
  }

  private void markReaders(String name) {
    for (String reader : planned.get(name).to()) {
      stages.get(reader).markCancelled();
      markReaders(reader);
    }
  }

  private void markWriter(String name) {
    planned
        .get(name)
        .from()
        .ifPresent(writer -> {
          if (planned.get(writer).to().stream().allMatch(this::isGone)) {
            stages.get(writer).markCancelled();
            markWriter(writer);
          }
        });
  }

  private boolean isGone(String name) {
    StageRun stage = stages.get(name);
    return stage.isCancelled() || stage.isRoot();
  }
}
