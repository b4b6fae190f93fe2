package io.machinenative.axiom.engine.workflow.run;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.control.ServedOperation;
import io.machinenative.axiom.engine.workflow.model.ErrorPolicy.Circuit;
import io.machinenative.axiom.engine.workflow.model.Stage;
import io.machinenative.axiom.engine.workflow.plan.PlannedStage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts one attempt of a stream, all of it or, when one of its stages must not or cannot begin,
 * none. The coordinator's; used once.
 */
final class StreamStart {
  private final PipelineRun owner;
  private final StreamProgress progress;
  private final RunServices services;
  private final List<StageRun> runs = new ArrayList<>();
  private final Map<String, Map<String, Object>> parameters = new LinkedHashMap<>();
  private final List<String> entered = new ArrayList<>();

  StreamStart(PipelineRun owner, StreamProgress progress) {
    this.owner = owner;
    this.progress = progress;
    services = owner.services();
  }

  /** The stream has its slots. */
  void start() {
    Map<String, PlannedStage> planned = owner.plan().stages();
    Optional<String> refused = Optional.empty();
    Optional<RuntimeException> reason = Optional.empty();
    for (String name : progress.stream().stages()) {
      StageRecord record = owner.record(name);
      runs.add(stageRun(record));
      Optional<RuntimeException> hindrance = hindrance(record);
      if (hindrance.isPresent() && refused.isEmpty()) {
        refused = Optional.of(name);
        reason = hindrance;
      }
    }
    StreamRun run = new StreamRun(progress.stream(), planned, runs);
    progress.begin(run, services.clock().nanoTime());
    for (StageRun stage : runs) {
      Map<String, Object> filled = parameters.getOrDefault(stage.stage(), Map.of());
      owner.record(stage.stage()).begun(stage, owner.redact(effective(stage, filled)));
    }
    if (refused.isPresent()) {
      refuse(run, refused.get(), reason.orElseThrow());
    } else {
      runs.forEach(stage -> start(run, stage));
    }
  }

  private StageRun stageRun(StageRecord record) {
    return new StageRun(
        owner,
        record.definition(),
        record.call(),
        record.nextAttempt(),
        new StageNotes(owner::redact));
  }

  /** What keeps a stage from beginning. */
  private Optional<RuntimeException> hindrance(StageRecord record) {
    Stage stage = record.definition();
    Optional<Circuit> circuit = stage.onError().circuit().filter(any -> !record.usesFallback());
    if (circuit.isPresent()) {
      if (!services.circuits().tryEnter(owner.circuitKey(stage.name()), circuit.get())) {
        return Optional.of(new CircuitOpenException(stage.name(), circuit.get().failures()));
      }
      entered.add(stage.name());
    }
    try {
      parameters.put(stage.name(), owner.filled(record.call().parameters()));
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }

  /** With the operation's defaults, for the report; as they are when they do not fit. */
  private Map<?, ?> effective(StageRun stage, Map<String, Object> filled) {
    try {
      Optional<ServedOperation> served = services.operations().find(stage.call().operation());
      return served.isPresent() ? served.get().effective(filled) : filled;
    } catch (ToolException e) {
      return filled; // the operation itself says so when it is run
    }
  }

  private void start(StreamRun run, StageRun stage) {
    stage.start(
        parameters.get(stage.stage()),
        run::ended,
        over -> {
          services.slots().release(1);
          owner.later(() -> owner.stageOver(progress, run, over));
        });
  }

  private void refuse(StreamRun run, String stage, RuntimeException reason) {
    services.slots().release(runs.size());
    for (StageRun other : runs) {
      if (other.stage().equals(stage)) {
        other.refuse(reason);
      } else {
        other.withdraw();
      }
    }
    entered.forEach(name -> services.circuits().undecided(owner.circuitKey(name)));
    runs.forEach(over -> owner.stageOver(progress, run, over));
  }
}
