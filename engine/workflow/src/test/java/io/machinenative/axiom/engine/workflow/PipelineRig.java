package io.machinenative.axiom.engine.workflow;

import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.control.OperationCatalogue;
import io.machinenative.axiom.engine.control.OperationSet;
import io.machinenative.axiom.engine.counters.EventLog;
import io.machinenative.axiom.engine.workflow.report.RunReport;
import io.machinenative.axiom.engine.workflow.report.StageReport;
import io.machinenative.axiom.engine.workflow.run.CircuitBreakers;
import io.machinenative.axiom.engine.workflow.run.OperationSlots;
import io.machinenative.axiom.engine.workflow.run.PipelineRun;
import io.machinenative.axiom.engine.workflow.run.RunServices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/** Pipelines over a folder, with the operations that a test brings. */
final class PipelineRig implements AutoCloseable {
  private static final long GRACE_NS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int SLOTS = 32;

  private final OperationCatalogue operations = new OperationCatalogue();
  private final OperationSlots slots;
  private final AtomicLong aheadNs = new AtomicLong();
  private final List<Throwable> errors = new CopyOnWriteArrayList<>();
  private final EventLog events = new EventLog(SystemEpochClock.INSTANCE);
  private final Pipelines pipelines;
  private volatile Guard guard = Guard.OPEN;

  PipelineRig(Path folder, Operation... brought) throws IOException {
    this(folder, SLOTS, brought);
  }

  /**
   * @param room operations at once
   */
  PipelineRig(Path folder, int room, Operation... brought) throws IOException {
    slots = new OperationSlots(room);
    AtomicInteger ids = new AtomicInteger();
    RunServices services =
        new RunServices(
            operations,
            slots,
            new CircuitBreakers(() -> System.nanoTime() + aheadNs.get()),
            () -> guard,
            events,
            work -> {
              Thread thread = new Thread(work);
              thread.setDaemon(true);
              return thread;
            },
            SystemNanoClock.INSTANCE,
            SystemEpochClock.INSTANCE,
            2,
            GRACE_NS);
    pipelines =
        new Pipelines(
            new PipelineOptions(
                Optional.of(folder.resolve("pipelines")),
                List.of(folder),
                Optional.of(folder.resolve("history.jsonl")),
                room),
            services,
            () -> "run-" + ids.incrementAndGet(),
            errors::add);
    operations.replace(
        List.of(), List.of(new OperationSet("pipelines", "1.0.0", pipelines.operations())));
    operations.replace(List.of(), List.of(new OperationSet("brought", "1.0.0", List.of(brought))));
  }

  Pipelines pipelines() {
    return pipelines;
  }

  OperationSlots slots() {
    return slots;
  }

  PipelineRun start(String yaml, Map<String, ?> values) {
    return pipelines.start(Pipelines.read(yaml, "test.yaml"), values);
  }

  /** Runs to the end. */
  RunReport run(String yaml, Map<String, ?> values) throws Exception {
    return start(yaml, values).result().get(30, TimeUnit.SECONDS);
  }

  static StageReport stage(RunReport run, String name) {
    return run.stages().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  /** For circuits so much time goes by. */
  void passNs(long ns) {
    aheadNs.addAndGet(ns);
  }

  List<Throwable> errors() {
    return errors;
  }

  @Override
  public void close() {
    pipelines.close();
  }
}
