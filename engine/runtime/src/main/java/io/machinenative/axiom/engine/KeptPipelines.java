package io.machinenative.axiom.engine;

import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.config.EngineConfig;
import io.machinenative.axiom.engine.control.OperationCatalogue;
import io.machinenative.axiom.engine.counters.EventLog;
import io.machinenative.axiom.engine.workflow.PipelineOptions;
import io.machinenative.axiom.engine.workflow.Pipelines;
import io.machinenative.axiom.engine.workflow.model.Pipeline;
import io.machinenative.axiom.engine.workflow.run.CircuitBreakers;
import io.machinenative.axiom.engine.workflow.run.OperationSlots;
import io.machinenative.axiom.engine.workflow.run.RunServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;

/** Opens the pipelines of an engine. */
final class KeptPipelines {
  /** For an operation to end after it was told to. */
  private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(5);

  private static final String HISTORY = "pipelines.jsonl";

  private KeptPipelines() {}

  /** What an operator set. */
  static PipelineOptions options(EngineConfig config) {
    return new PipelineOptions(
        config.pipelines().folder(),
        config.pipelines().open().stream().map(Path::of).toList(),
        config.data().map(directory -> directory.resolve(HISTORY)),
        Pipeline.MAX_PARALLEL);
  }

  static Pipelines open(
      PipelineOptions options,
      OperationCatalogue operations,
      Supplier<Guard> guard,
      EventLog events,
      NanoClock clock,
      ErrorHandler errors) {
    RunServices services =
        new RunServices(
            operations,
            new OperationSlots(options.slots()),
            new CircuitBreakers(clock),
            guard,
            events,
            AgentThreads::daemon,
            clock,
            SystemEpochClock.INSTANCE,
            Runtime.getRuntime().availableProcessors(),
            GRACE_NS);
    try {
      return new Pipelines(options, services, () -> UUID.randomUUID().toString(), errors);
    } catch (IOException e) {
      throw new UncheckedIOException("the history of pipelines cannot be read: " + e, e);
    }
  }
}
