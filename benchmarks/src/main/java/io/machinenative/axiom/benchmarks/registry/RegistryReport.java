package io.machinenative.axiom.benchmarks.registry;

import io.machinenative.axiom.benchmarks.store.GetBench;
import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.store.DurableStore;
import io.machinenative.axiom.engine.store.StoreOptions;
import io.machinenative.axiom.engine.store.StoreSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.agrona.IoUtil;

/**
 * Measures parts of what is promised of the registry, each in a folder of its own, and says the
 * numbers by name. One thread, but for what the parts start themselves.
 */
public final class RegistryReport {
  private static final int RECORD_BYTES = 600;
  private static final int PROCESS_REGISTRATIONS = 200_000;
  private static final int POWER_REGISTRATIONS = 60_000;
  private static final double NS_PER_US = 1_000;

  private final Path scratch;
  private final int services;
  private final Consumer<String> progress;

  /**
   * @param scratch for files that are removed; on the disk that is measured
   * @param services that are registered for the pages
   * @param progress is told what is measured next
   */
  public RegistryReport(Path scratch, int services, Consumer<String> progress) {
    this.scratch = scratch;
    this.services = services;
    this.progress = progress;
  }

  /** A part, with a folder of its own. */
  @FunctionalInterface
  private interface Part {
    void measure(Path folder) throws IOException, InterruptedException;
  }

  /**
   * Measures.
   *
   * @param parts in this order
   * @param answer is added the numbers
   * @throws IllegalArgumentException when a part is not known
   */
  public void run(List<String> parts, Map<String, Object> answer)
      throws IOException, InterruptedException {
    for (String part : parts) {
      progress.accept(part);
      switch (part) {
        case "lookups" -> lookups(answer);
        case "gets" -> in(part, folder -> gets(folder, answer));
        case "writers" -> writers(answer);
        case "pages" -> in(part, folder -> pages(folder, answer));
        case "calls" -> in(part, folder -> calls(folder, answer));
        case "million" -> in(part, folder -> million(folder, answer));
        default ->
            throw new IllegalArgumentException(
                "expected pages, writers, million, calls, lookups or gets, got " + part);
      }
    }
  }

  private void in(String name, Part part) throws IOException, InterruptedException {
    Path folder = Files.createDirectory(scratch.resolve(name));
    try {
      part.measure(folder);
    } finally {
      IoUtil.delete(folder.toFile(), true);
    }
  }

  private static void lookups(Map<String, Object> answer) {
    LookupBench.Numbers numbers = LookupBench.run();
    answer.put("route_lookup_ns", rounded(numbers.ns()));
    answer.put("route_lookup_allocated_bytes", numbers.allocatedBytes());
  }

  private static void gets(Path folder, Map<String, Object> answer) throws IOException {
    GetBench.Result result = new GetBench(folder).run();
    answer.put("store_get_ns", Math.round(result.storeNs()));
    answer.put("store_bare_get_ns", Math.round(result.bareNs()));
    answer.put("store_get_ratio", Math.round(result.storeNs() / result.bareNs() * 1000) / 1000.0);
  }

  private void writers(Map<String, Object> answer) throws IOException, InterruptedException {
    in(
        "process",
        folder ->
            answer.put(
                "writers_16_process_registrations_per_s",
                Math.round(
                    new WritersBench(folder, Durability.PROCESS, PROCESS_REGISTRATIONS).run())));
    in(
        "power",
        folder ->
            answer.put(
                "writers_16_power_registrations_per_s",
                Math.round(new WritersBench(folder, Durability.POWER, POWER_REGISTRATIONS).run())));
  }

  private void pages(Path folder, Map<String, Object> answer) {
    StoreOptions options =
        new StoreOptions(
            folder,
            Durability.PROCESS,
            new StoreSize(services, (long) services * RECORD_BYTES),
            StoreOptions.DEFAULT_SEGMENT_BYTES,
            () -> new UUID(1, 1));
    try (DurableStore store = DurableStore.open(options)) {
      RegistryNumbers numbers = new RegistryBench(store, services, progress).run();
      answer.put("services", numbers.services());
      answer.put("registrations_per_s", Math.round(numbers.registrationsPerSecond()));
      answer.put("open_ms", Math.round(numbers.openMs()));
      long worst = 0;
      Map<String, Object> pages = new LinkedHashMap<>();
      for (Map.Entry<String, Histogram> page : numbers.pagesNs().entrySet()) {
        pages.put(page.getKey(), percentiles(page.getValue()));
        worst = Math.max(worst, page.getValue().getValueAtPercentile(50));
      }
      answer.put("page_of_20_worst_p50_us", rounded(worst / NS_PER_US));
      answer.put("page_of_20_us", pages);
      answer.put("change_to_1000_watchers_us", percentiles(numbers.watchersNs()));
    }
  }

  private static void calls(Path folder, Map<String, Object> answer) throws InterruptedException {
    PauseBench.Numbers numbers = new PauseBench(folder).run();
    answer.put("calls_quiet_us", percentiles(numbers.quietNs()));
    answer.put("calls_while_changing_us", percentiles(numbers.changingNs()));
    answer.put("calls_p50_ratio", rounded(numbers.ratioAt(50) * 10) / 10);
    answer.put("calls_p99_ratio", rounded(numbers.ratioAt(99) * 10) / 10);
    answer.put("changes_per_s", Math.round(numbers.changesPerSecond()));
  }

  private static void million(Path folder, Map<String, Object> answer) throws IOException {
    MillionBench.Numbers numbers = new MillionBench(folder).run();
    answer.put("million_store_open_ms", Math.round(numbers.storeMs()));
    answer.put("million_open_ms", Math.round(numbers.openMs()));
    answer.put("million_open_index_made_anew_ms", Math.round(numbers.anewMs()));
    answer.put("million_bytes_each", rounded(numbers.viewBytesEach()));
    answer.put("million_heap_bytes_each", rounded(numbers.heapBytesEach()));
  }

  private static Map<String, Object> percentiles(Histogram timesNs) {
    Map<String, Object> percentiles = new LinkedHashMap<>();
    percentiles.put("p50", rounded(timesNs.getValueAtPercentile(50) / NS_PER_US));
    percentiles.put("p99", rounded(timesNs.getValueAtPercentile(99) / NS_PER_US));
    percentiles.put("p99.9", rounded(timesNs.getValueAtPercentile(99.9) / NS_PER_US));
    percentiles.put("max", rounded(timesNs.getMaxValue() / NS_PER_US));
    return percentiles;
  }

  private static double rounded(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
