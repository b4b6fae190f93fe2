package io.machinenative.axiom.benchmarks.cli;

import io.machinenative.axiom.benchmarks.registry.RegistryBench;
import io.machinenative.axiom.benchmarks.registry.RegistryNumbers;
import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.cli.Terminal;
import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.store.DurableStore;
import io.machinenative.axiom.engine.store.StoreOptions;
import io.machinenative.axiom.engine.store.StoreSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.agrona.IoUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code axiom bench registry}: pages, registrations and watchers. */
@Command(
    name = "registry",
    description = {
      "Measures the registry over its store on this disk: pages of twenty by questions of all",
      "kinds, registrations with validation, and how long a change takes to a thousand watchers."
    },
    mixinStandardHelpOptions = true)
public final class RegistryCommand implements Callable<Integer> {
  private static final int RECORD_BYTES = 600;
  private static final double NS_PER_US = 1_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--services",
      defaultValue = "100000",
      paramLabel = "COUNT",
      description = "Registered (default: ${DEFAULT-VALUE}).")
  private int services;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Conditions conditions = Conditions.ofThisHost();
    Terminal terminal = BenchCommand.terminal(spec);
    try {
      Path folder = Files.createTempDirectory("axiom-bench-registry-");
      try (DurableStore store = DurableStore.open(options(folder))) {
        RegistryNumbers numbers = new RegistryBench(store, services, terminal::progress).run();
        print(terminal, numbers, conditions);
      } finally {
        IoUtil.delete(folder.toFile(), true);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private StoreOptions options(Path folder) {
    return new StoreOptions(
        folder,
        Durability.PROCESS,
        new StoreSize(services, (long) services * RECORD_BYTES),
        StoreOptions.DEFAULT_SEGMENT_BYTES,
        () -> new UUID(1, 1));
  }

  private void print(Terminal terminal, RegistryNumbers numbers, Conditions conditions) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("services", numbers.services());
    answer.put("registrations_per_s", Math.round(numbers.registrationsPerSecond()));
    answer.put("open_ms", Math.round(numbers.openMs()));
    long worst = 0;
    Map<String, Object> pages = new LinkedHashMap<>();
    for (Map.Entry<String, Histogram> page : numbers.pagesNs().entrySet()) {
      pages.put(page.getKey(), percentiles(page.getValue()));
      worst = Math.max(worst, page.getValue().getValueAtPercentile(50));
    }
    answer.put("page_of_20_worst_p50_us", rounded(worst));
    answer.put("page_of_20_us", pages);
    answer.put("change_to_1000_watchers_us", percentiles(numbers.watchersNs()));
    answer.put("cores", conditions.cores());
    answer.put("cpu", conditions.cpu());
    answer.put("load_average", conditions.loadAverage());
    answer.put("java", conditions.java());
    answer.put("commit", conditions.commit().orElse("unknown"));
    if (json) {
      terminal.printJson(answer);
    } else {
      answer.forEach((name, value) -> terminal.print(name.replace('_', ' ') + ": " + value));
    }
  }

  private static Map<String, Object> percentiles(Histogram timesNs) {
    Map<String, Object> percentiles = new LinkedHashMap<>();
    percentiles.put("p50", rounded(timesNs.getValueAtPercentile(50)));
    percentiles.put("p99", rounded(timesNs.getValueAtPercentile(99)));
    percentiles.put("max", rounded(timesNs.getMaxValue()));
    return percentiles;
  }

  private static double rounded(long ns) {
    return Math.round(ns / NS_PER_US * 10) / 10.0;
  }
}
