package io.machinenative.axiom.benchmarks.store;

import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.store.DurableStore;
import io.machinenative.axiom.engine.store.StoreOptions;
import io.machinenative.axiom.engine.store.StoreSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Measures a store on the disk of a directory. Each part has a store of its own in a folder below,
 * which is removed. One thread.
 */
public final class StoreBench {
  /** Of a small record, beside its key of 38 to 44 bytes. */
  static final int VALUE_BYTES = 100;

  /** Writers whose changes share a commit. */
  static final int WRITERS = 16;

  private static final long MILLION = 1_000_000;
  private static final long LOAD_COMMIT = 1_000;
  private static final double NS_PER_SECOND = 1e9;
  private static final double NS_PER_MS = 1e6;

  private final Path directory;
  private final Consumer<String> progress;

  /**
   * @param directory for scratch files; on the disk that is measured
   * @param progress is told what is measured next
   */
  public StoreBench(Path directory, Consumer<String> progress) {
    this.directory = directory;
    this.progress = progress;
  }

  /** Measures everything. */
  public StoreNumbers run() throws IOException {
    progress.accept("reads");
    GetBench.Result gets = scratch("gets", folder -> new GetBench(folder).run());
    progress.accept("changes, PROCESS");
    double process = scratch("process", folder -> changesPerSecond(folder, Durability.PROCESS));
    progress.accept("changes, POWER");
    double power = scratch("power", folder -> changesPerSecond(folder, Durability.POWER));
    progress.accept("a million records");
    return scratch("million", folder -> million(folder, gets, process, power));
  }

  /** A part, with a folder of its own. */
  @FunctionalInterface
  private interface Part<T> {
    T measure(Path folder) throws IOException;
  }

  private <T> T scratch(String name, Part<T> part) throws IOException {
    Path folder = directory.resolve(name);
    try {
      return part.measure(folder);
    } finally {
      IoUtil.delete(folder.toFile(), true);
    }
  }

  static StoreOptions options(Path folder, Durability durability, long records) {
    return new StoreOptions(
        folder,
        durability,
        new StoreSize(records, Math.max(1 << 20, records * (VALUE_BYTES + 45))),
        StoreOptions.DEFAULT_SEGMENT_BYTES,
        () -> new UUID(1, 1));
  }

  static byte[] key(long i) {
    return ("io.machinenative.bench.service-" + (1_000_000 + i))
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Registrations of new and known records; each commit acknowledges one change of each writer. */
  private static double changesPerSecond(Path folder, Durability durability) {
    int records = 100_000;
    long warmup = durability == Durability.POWER ? 20_000 : 200_000;
    long changes = durability == Durability.POWER ? 100_000 : 600_000;
    UnsafeBuffer key = new UnsafeBuffer(0, 0);
    UnsafeBuffer value = new UnsafeBuffer(new byte[VALUE_BYTES]);
    byte[][] keys = new byte[records][];
    for (int i = 0; i < records; i++) {
      keys[i] = key(i);
    }
    try (DurableStore store = DurableStore.open(options(folder, durability, records))) {
      long startNs = 0;
      for (long i = 1; i <= warmup + changes; i++) {
        key.wrap(keys[(int) ((i * 7919) % records)]);
        value.putLong(0, i);
        store.put(key, 0, key.capacity(), value, 0, VALUE_BYTES, i);
        if (i % WRITERS == 0) {
          store.commit();
        }
        if (i == warmup) {
          startNs = System.nanoTime();
        }
      }
      return changes * NS_PER_SECOND / (System.nanoTime() - startNs);
    }
  }

  private static StoreNumbers million(
      Path folder, GetBench.Result gets, double process, double power) throws IOException {
    StoreOptions options = options(folder, Durability.PROCESS, MILLION);
    long startNs = System.nanoTime();
    load(options);
    double loadMs = (System.nanoTime() - startNs) / NS_PER_MS;
    double bytesEach = (double) viewBytes(folder) / MILLION;
    double cleanMs = OpenChild.openMs(folder);
    // Without its head a store is opened as after a kill: the view is made anew.
    Files.delete(folder.resolve("head"));
    double rebuiltMs = OpenChild.openMs(folder);
    return new StoreNumbers(
        gets.storeNs(), gets.bareNs(), process, power, loadMs, bytesEach, cleanMs, rebuiltMs);
  }

  private static void load(StoreOptions options) {
    UnsafeBuffer key = new UnsafeBuffer(0, 0);
    UnsafeBuffer value = new UnsafeBuffer(new byte[VALUE_BYTES]);
    try (DurableStore store = DurableStore.open(options)) {
      for (long i = 1; i <= MILLION; i++) {
        key.wrap(key(i));
        value.putLong(0, i);
        store.put(key, 0, key.capacity(), value, 0, VALUE_BYTES, i);
        if (i % LOAD_COMMIT == 0) {
          store.commit();
        }
      }
    }
  }

  private static long viewBytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Path view = files.filter(f -> f.toString().endsWith(".map")).findFirst().orElseThrow();
      return Files.size(view);
    }
  }
}
