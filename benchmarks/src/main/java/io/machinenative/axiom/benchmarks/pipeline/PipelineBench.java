package io.machinenative.axiom.benchmarks.pipeline;

import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.control.OperationCatalogue;
import io.machinenative.axiom.engine.control.OperationSet;
import io.machinenative.axiom.engine.counters.EventLog;
import io.machinenative.axiom.engine.workflow.PipelineOptions;
import io.machinenative.axiom.engine.workflow.Pipelines;
import io.machinenative.axiom.engine.workflow.model.Pipeline;
import io.machinenative.axiom.engine.workflow.report.RunOutcome;
import io.machinenative.axiom.engine.workflow.report.RunReport;
import io.machinenative.axiom.engine.workflow.run.CircuitBreakers;
import io.machinenative.axiom.engine.workflow.run.OperationSlots;
import io.machinenative.axiom.engine.workflow.run.RunServices;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/** Measures pipelines of operations that only compute. One thread. */
public final class PipelineBench {
  private static final int OPERATIONS = Pipeline.MAX_PARALLEL;
  private static final int HASH_BYTES = 32 << 20;
  private static final long STREAM_BYTES = 4L << 30;
  private static final int BLOCK_BYTES = 256 << 10;
  private static final int STARTS = 300;
  private static final int ROUNDS = 3;

  private final Consumer<String> progress;
  private final Pipelines pipelines;

  record Nothing() {}

  /**
   * @param progress is told what is measured next
   */
  public PipelineBench(Consumer<String> progress) throws IOException {
    this.progress = progress;
    OperationCatalogue operations = new OperationCatalogue();
    AtomicInteger ids = new AtomicInteger();
    pipelines =
        new Pipelines(
            PipelineOptions.DEFAULTS,
            new RunServices(
                operations,
                new OperationSlots(OPERATIONS),
                new CircuitBreakers(SystemNanoClock.INSTANCE),
                () -> Guard.OPEN,
                new EventLog(SystemEpochClock.INSTANCE),
                task -> Thread.ofPlatform().daemon().unstarted(task),
                SystemNanoClock.INSTANCE,
                SystemEpochClock.INSTANCE,
                Runtime.getRuntime().availableProcessors(),
                TimeUnit.SECONDS.toNanos(1)),
            () -> "bench-" + ids.incrementAndGet(),
            failure -> {
              throw new IllegalStateException(failure);
            });
    operations.replace(List.of(), List.of(new OperationSet("bench", "1.0.0", operations())));
  }

  private static List<Operation> operations() {
    return List.of(
        Operation.named("bench.nothing").task(Nothing.class, (nothing, in, out, context) -> {}),
        Operation.named("bench.hash")
            .task(
                Nothing.class,
                (nothing, in, out, context) -> {
                  MessageDigest digest = MessageDigest.getInstance("SHA-256");
                  byte[] block = new byte[BLOCK_BYTES];
                  for (int done = 0; done < HASH_BYTES; done += BLOCK_BYTES) {
                    digest.update(block);
                  }
                  context.result("digest", digest.digest()[0]);
                }),
        Operation.named("bench.write")
            .source(
                Nothing.class,
                (nothing, in, out, context) -> {
                  ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
                  for (long done = 0; done < STREAM_BYTES; done += BLOCK_BYTES) {
                    out.write(block.clear());
                  }
                }),
        Operation.named("bench.read")
            .sink(
                Nothing.class,
                (nothing, in, out, context) -> {
                  ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
                  long bytes = 0;
                  for (int read = in.read(block); read >= 0; read = in.read(block.clear())) {
                    bytes += read;
                  }
                  context.result("bytes", bytes);
                }));
  }

  /** Measures everything. */
  public PipelineNumbers run() throws InterruptedException, ExecutionException {
    progress.accept("warm-up");
    best(hashes(OPERATIONS), 1);
    double hashed = (double) OPERATIONS * HASH_BYTES;
    SortedMap<Integer, Double> hashedPerSecond = new TreeMap<>();
    for (int parallel = 1; parallel <= OPERATIONS; parallel *= 2) {
      progress.accept(parallel + " at once");
      hashedPerSecond.put(parallel, hashed / best(hashes(parallel), ROUNDS));
    }
    progress.accept("a connection");
    String connected =
        "{name: connected, stages: [{name: write, operation: bench.write},"
            + " {name: read, operation: bench.read, needs: [write]}]}";
    double connectionS = best(connected, ROUNDS);
    progress.accept("starts");
    String nothing = "{name: nothing, stages: [{name: nothing, operation: bench.nothing}]}";
    long beganNs = System.nanoTime();
    for (int i = 0; i < STARTS; i++) {
      once(nothing);
    }
    double startUs = (System.nanoTime() - beganNs) / 1e3 / STARTS;
    return new PipelineNumbers(hashedPerSecond, STREAM_BYTES / connectionS, startUs);
  }

  private static String hashes(int parallel) {
    StringBuilder yaml =
        new StringBuilder("name: hashes\nparallel: ").append(parallel).append("\nstages:\n");
    for (int i = 0; i < OPERATIONS; i++) {
      yaml.append("  - {name: h").append(i).append(", operation: bench.hash}\n");
    }
    return yaml.toString();
  }

  /** Seconds of the fastest of some runs. */
  private double best(String yaml, int rounds) throws InterruptedException, ExecutionException {
    double bestS = Double.MAX_VALUE;
    for (int i = 0; i < rounds; i++) {
      bestS = Math.min(bestS, once(yaml).elapsedNs() / 1e9);
    }
    return bestS;
  }

  private RunReport once(String yaml) throws InterruptedException, ExecutionException {
    RunReport run = pipelines.start(Pipelines.read(yaml, "bench"), Map.of()).result().get();
    if (run.outcome() != RunOutcome.SUCCEEDED) {
      throw new IllegalStateException("a measured run failed: " + run.reason());
    }
    for (var stage : run.stages()) {
      Object bytes = stage.results().get("bytes");
      if (bytes != null && ((Number) bytes).longValue() != STREAM_BYTES) {
        throw new IllegalStateException("expected " + STREAM_BYTES + " bytes, actual " + bytes);
      }
    }
    return run;
  }
}
