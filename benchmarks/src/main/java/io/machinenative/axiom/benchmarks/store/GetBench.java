package io.machinenative.axiom.benchmarks.store;

import io.machinenative.axiom.benchmarks.rtt.WrongReplyException;
import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.store.DurableStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads of random records: of a store, and of a Chronicle Map with byte arrays as anybody would
 * write it, persisted too, in turn. Each value is compared with its key. One thread.
 */
public final class GetBench {
  private static final int RECORDS = 100_000;
  private static final int GETS = 200_000;
  private static final int REPS = 31;
  private static final int WARMUP_REPS = 10;
  private static final long SEED = 11;

  private final Path folder;
  private final byte[][] keys = new byte[RECORDS][];
  private final int[] order = new int[GETS];
  private final UnsafeBuffer key = new UnsafeBuffer(0, 0);
  private final UnsafeBuffer value = new UnsafeBuffer(new byte[StoreBench.VALUE_BYTES]);

  /** Medians. */
  public record Result(double storeNs, double bareNs) {}

  /**
   * @param folder for two files of its own
   */
  public GetBench(Path folder) {
    this.folder = folder;
    SplittableRandom random = new SplittableRandom(SEED);
    Arrays.setAll(keys, StoreBench::key);
    Arrays.setAll(order, i -> random.nextInt(RECORDS));
  }

  /** Measures both in turn. */
  public Result run() throws IOException {
    Files.createDirectories(folder);
    try (DurableStore store =
            DurableStore.open(
                StoreBench.options(folder.resolve("store"), Durability.PROCESS, RECORDS));
        ChronicleMap<byte[], byte[]> bare = bare()) {
      for (int i = 0; i < RECORDS; i++) {
        value.putInt(0, i);
        key.wrap(keys[i]);
        store.put(key, 0, key.capacity(), value, 0, value.capacity(), i + 1);
        bare.put(keys[i], value.byteArray());
      }
      store.commit();
      double[] storeNs = new double[REPS];
      double[] bareNs = new double[REPS];
      for (int rep = -WARMUP_REPS; rep < REPS; rep++) {
        double bareGetNs = measureBare(bare);
        double storeGetNs = measureStore(store);
        if (rep >= 0) {
          bareNs[rep] = bareGetNs;
          storeNs[rep] = storeGetNs;
        }
      }
      return new Result(median(storeNs), median(bareNs));
    }
  }

  private ChronicleMap<byte[], byte[]> bare() throws IOException {
    return ChronicleMapBuilder.of(byte[].class, byte[].class)
        .name("bare")
        .entries(RECORDS)
        .averageKeySize(keys[0].length)
        .averageValueSize(StoreBench.VALUE_BYTES)
        .putReturnsNull(true)
        .skipCloseOnExitHook(true)
        .createPersistedTo(folder.resolve("bare.map").toFile());
  }

  private double measureBare(ChronicleMap<byte[], byte[]> bare) {
    byte[] using = new byte[StoreBench.VALUE_BYTES];
    UnsafeBuffer found = new UnsafeBuffer(using);
    long startNs = System.nanoTime();
    for (int i : order) {
      if (bare.getUsing(keys[i], using) != using || found.getInt(0) != i) {
        throw new WrongReplyException("expected the value of record " + i);
      }
    }
    return (System.nanoTime() - startNs) / (double) GETS;
  }

  private double measureStore(DurableStore store) {
    long startNs = System.nanoTime();
    for (int i : order) {
      key.wrap(keys[i]);
      int length = store.get(key, 0, key.capacity(), value, 0);
      if (length != StoreBench.VALUE_BYTES || value.getInt(0) != i) {
        throw new WrongReplyException("expected the value of record " + i);
      }
    }
    return (System.nanoTime() - startNs) / (double) GETS;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
