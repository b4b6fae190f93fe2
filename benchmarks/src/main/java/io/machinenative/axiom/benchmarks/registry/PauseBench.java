package io.machinenative.axiom.benchmarks.registry;

import io.machinenative.axiom.benchmarks.axiom.PacedCalls;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.RegistryClient;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.RegistryOptions;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/**
 * Measures what a thousand changes of the registry a second do to calls: an engine with a durable
 * registry in this process, calls at a steady rate, slices of quiet and of changes in turn.
 */
final class PauseBench {
  private static final int CALLS_PER_SECOND = 2_000;
  private static final int CHANGES_PER_SECOND = 1_000;
  private static final int SLICES = 8;
  private static final int WARMUP_SLICES = 3;
  private static final long SLICE_NS = 1_000_000_000L;
  private static final long MAX_NS = 60_000_000_000L;

  private final Path folder;

  PauseBench(Path folder) {
    this.folder = folder;
  }

  /**
   * What was measured. Immutable.
   *
   * @param quietNs how long calls took while nothing changed
   * @param changingNs how long they took while the registry changed
   * @param changesPerSecond that were made meanwhile
   */
  record Numbers(Histogram quietNs, Histogram changingNs, double changesPerSecond) {
    /** At a percentile, how many times as long calls took. */
    double ratioAt(double percentile) {
      return (double) changingNs.getValueAtPercentile(percentile)
          / quietNs.getValueAtPercentile(percentile);
    }
  }

  Numbers run() throws InterruptedException {
    try (Engine engine =
            Engine.builder()
                .plugin(new CoreToolsPlugin())
                .serverName("bench")
                .dataDirectory(folder)
                .registry(RegistryOptions.DEFAULTS)
                .listen("inproc:bench")
                .start();
        AxiomClient owner = connect(engine, Mount.SHARED);
        SteadyChanges changes = new SteadyChanges(new RegistryClient(owner), CHANGES_PER_SECOND)) {
      changes.start();
      try (AxiomClient caller = connect(engine, Mount.INVOKER)) {
        return measure(new PacedCalls(caller, CALLS_PER_SECOND), changes);
      }
    }
  }

  private static AxiomClient connect(Engine engine, Mount mount) {
    return AxiomClient.builder().name("bench").mount(mount).inproc(engine.inproc()).connect();
  }

  private static Numbers measure(PacedCalls calls, SteadyChanges changes) {
    Histogram quietNs = new Histogram(MAX_NS, 3);
    Histogram changingNs = new Histogram(MAX_NS, 3);
    long before = 0;
    for (int slice = -WARMUP_SLICES; slice < SLICES; slice++) {
      if (slice == 0) {
        quietNs.reset();
        changingNs.reset();
        before = changes.made();
      }
      calls.run(SLICE_NS, quietNs);
      changes.resume();
      calls.run(SLICE_NS, changingNs);
      changes.pause();
    }
    double seconds = SLICES * SLICE_NS / 1e9;
    return new Numbers(quietNs, changingNs, (changes.made() - before) / seconds);
  }
}
