package io.machinenative.axiom.benchmarks.swap;

import io.machinenative.axiom.benchmarks.rtt.Mode;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.ClientBuilder;
import io.machinenative.axiom.client.ReconnectPolicy;
import io.machinenative.axiom.client.RetryPolicy;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.base.BackgroundWork;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.hosting.PluginSwap;
import io.machinenative.axiom.engine.plugin.PluginFile;
import io.machinenative.axiom.testkit.swap.SampleJar;
import io.machinenative.axiom.testkit.swap.sample.SwapSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Swaps versions of a jar in an engine while calls come at a rate.
 *
 * <p>Engine and caller share a process, so that what a swap does to the machine, its compiler
 * threads and its collections included, hits both. Time is told apart by what goes on: quiet; swap,
 * from its beginning until {@value #TAIL_MS} ms after it is acknowledged and calls are on time
 * again; and the bench's own collections of the heap, which are left out.
 */
public final class SwapBench {
  private static final long TAIL_MS = 5;
  private static final long TAIL_NS = TimeUnit.MILLISECONDS.toNanos(TAIL_MS);
  private static final long ON_TIME_NS = 100_000;
  private static final long STEP_NS = 100_000;
  private static final long LATE_AT_MOST_NS = TimeUnit.SECONDS.toNanos(5);
  private static final long MAX_NS = 60_000_000_000L;

  private final SwapPlan plan;
  private final Path folder;
  private final Consumer<String> progress;
  private final Phase phase = new Phase();
  private final SampleJar sample = new SampleJar();
  private final Path copies;
  private final Remains remains;
  private final Histogram openNs = new Histogram(MAX_NS, 3);
  private final Histogram initNs = new Histogram(MAX_NS, 3);
  private final Histogram switchNs = new Histogram(MAX_NS, 3);
  private final Histogram drainNs = new Histogram(MAX_NS, 3);
  private final Histogram teardownNs = new Histogram(MAX_NS, 3);
  private int undrained;

  /**
   * @param folder empty; for jars, and what the engine needs
   * @param progress is told how far it is
   */
  public SwapBench(SwapPlan plan, Path folder, Consumer<String> progress) {
    this.plan = plan;
    this.folder = folder;
    this.progress = progress;
    copies = folder.resolve("copies");
    remains = new Remains(copies.toString());
  }

  /** Measures. */
  public SwapNumbers run() {
    create(copies);
    try (Engine engine = startEngine()) {
      engine.plugins().install(open(0)).join();
      Load load =
          new Load(
              () -> connect(engine), this::callsOf, plan.callsPerSecond(), engine.background());
      load.start();
      progress.accept("capacity");
      OptionalDouble capacity = load.awaitRate();
      swapAll(engine, load);
      phase.enter(Phase.APART);
      remains.collectAll();
      NumberedCalls calls = load.finish();
      return new SwapNumbers(
          plan,
          capacity,
          load.rate(),
          outcome(calls),
          openNs,
          initNs,
          switchNs,
          drainNs,
          teardownNs,
          undrained,
          engine.errors().size(),
          left());
    }
  }

  private SwapNumbers.NumberedOutcome outcome(NumberedCalls calls) {
    return new SwapNumbers.NumberedOutcome(
        calls.completed(),
        calls.failed(),
        calls.repeated(),
        calls.stale(),
        calls.firstFault(),
        calls.latenciesNs(Phase.QUIET),
        calls.latenciesNs(Phase.SWAP));
  }

  private SwapNumbers.Left left() {
    return new SwapNumbers.Left(
        remains.collected(),
        remains.late(),
        remains.left(),
        remains.jarsOpenMost(),
        remains.metaspaceBytes(true),
        remains.metaspaceBytes(false),
        remains.metaspaceSlope());
  }

  private Engine startEngine() {
    return Engine.builder()
        .serverName("bench-swap")
        .aeronDirectory(folder.resolve("aeron"))
        .listen(
            switch (plan.transport()) {
              case INPROC -> "inproc:bench";
              case IPC -> "aeron:ipc";
              case UDP -> "aeron:udp?endpoint=127.0.0.1:0";
              case TCP -> "tcp://127.0.0.1:0";
            })
        .start();
  }

  private AxiomClient connect(Engine engine) {
    ClientBuilder builder =
        AxiomClient.builder()
            .name("bench-swap")
            .mount(Mount.INVOKER)
            .retry(RetryPolicy.none())
            .reconnect(ReconnectPolicy.never())
            .creditWindow(NumberedCalls.MAX_IN_FLIGHT)
            .aeronDirectory(folder.resolve("aeron"))
            .at(engine.addresses().getFirst());
    return (switch (plan.transport()) {
          case INPROC -> builder.inproc(engine.inproc());
          case IPC, UDP, TCP -> builder;
        })
        .connect();
  }

  private NumberedCalls callsOf(AxiomClient client) {
    String tool = plan.mode() == Mode.INLINE ? SwapSample.INLINE : SwapSample.WORKER;
    int versions = plan.warmupSwaps() + plan.swaps() + 1;
    return new NumberedCalls(client, ToolId.of(tool), plan.payloadBytes(), versions, phase);
  }

  private void swapAll(Engine engine, Load load) {
    int all = plan.warmupSwaps() + plan.swaps();
    for (int version = 1; version <= all && !load.isOver(); version++) {
      boolean counts = version > plan.warmupSwaps();
      WeakReference<ClassLoader> serving = engine.plugins().classesOf(SwapSample.ID);
      Path jar = sample.write(folder.resolve("swap-sample.jar"), version);
      awaitOnTime(load); // the jar was written beside the calls
      phase.enter(counts ? Phase.QUIET : Phase.APART);
      park(plan.pauseNs());
      phase.enter(counts ? Phase.SWAP : Phase.APART);
      swap(engine, jar, counts);
      load.acknowledge(version);
      park(TAIL_NS);
      awaitOnTime(load);
      phase.enter(Phase.APART);
      remains.add(serving);
      remains.countOpenJars();
      if (version % plan.swapsPerCollection() == 0 || version == all) {
        remains.collect(version);
        park(TAIL_NS);
        awaitOnTime(load);
        progress.accept("swaps: " + version + " of " + all);
      }
    }
  }

  /** As an engine does it that finds a jar in its folder. */
  private void swap(Engine engine, Path jar, boolean counts) {
    try (BackgroundWork.Work _ = engine.background().begin()) {
      swapNow(engine, jar, counts);
    }
  }

  private void swapNow(Engine engine, Path jar, boolean counts) {
    long beganNs = System.nanoTime();
    PluginFile file = PluginFile.open(jar, copies);
    long openedNs = System.nanoTime();
    PluginSwap done = engine.plugins().swap(file).join();
    if (counts) {
      openNs.recordValue(openedNs - beganNs);
      initNs.recordValue(done.prepareNs());
      switchNs.recordValue(done.switchNs());
      drainNs.recordValue(done.drainNs());
      teardownNs.recordValue(done.teardownNs());
      undrained += done.drained() ? 0 : 1;
    }
  }

  private PluginFile open(int version) {
    return PluginFile.open(sample.write(folder.resolve("swap-sample.jar"), version), copies);
  }

  private static void awaitOnTime(Load load) {
    long beganNs = System.nanoTime();
    while (load.lagNs() > ON_TIME_NS && !load.isOver()) {
      if (System.nanoTime() - beganNs > LATE_AT_MOST_NS) {
        throw new IllegalStateException(
            "calls stay late by " + load.lagNs() / 1_000_000 + " ms: the rate is too high");
      }
      park(STEP_NS);
    }
  }

  private static void park(long durationNs) {
    long endNs = System.nanoTime() + durationNs;
    for (long leftNs = durationNs; leftNs > 0; leftNs = endNs - System.nanoTime()) {
      LockSupport.parkNanos(leftNs);
    }
  }

  private static void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
