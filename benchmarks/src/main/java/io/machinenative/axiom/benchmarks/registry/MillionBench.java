package io.machinenative.axiom.benchmarks.registry;

import io.machinenative.axiom.benchmarks.process.ChildJvm;
import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.registry.form.RecordEncoder;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.store.DurableStore;
import io.machinenative.axiom.engine.store.StoreOptions;
import io.machinenative.axiom.engine.store.StoreSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Measures a million small records: what they take, and how long a JVM that has opened none before
 * takes until a registry of them answers.
 */
final class MillionBench {
  /** Of a small record, its key and its value together, on average. */
  static final int RECORD_BYTES = 180;

  static final int MILLION = 1_000_000;
  private static final int LOAD_COMMIT = 1_000;

  private final Path folder;

  MillionBench(Path folder) {
    this.folder = folder;
  }

  /**
   * What was measured. Immutable.
   *
   * @param storeMs opening the store
   * @param openMs opening the store and the registry over it, after an orderly end
   * @param anewMs the same, when the index was not kept and is made of the records
   * @param heapBytesEach of the registry's index and leases
   * @param viewBytesEach of the store's file in memory
   */
  record Numbers(
      double storeMs, double openMs, double anewMs, double heapBytesEach, double viewBytesEach) {}

  Numbers run() throws IOException {
    load();
    double viewBytes;
    try (Stream<Path> files = Files.list(folder)) {
      viewBytes =
          Files.size(files.filter(f -> f.toString().endsWith(".map")).findFirst().orElseThrow());
    }
    // The first one finds no index, and keeps one; nothing is changed.
    double[] anew = openInAnotherJvm();
    double[] kept = openInAnotherJvm();
    return new Numbers(kept[0], kept[1], anew[1], kept[2] / MILLION, viewBytes / MILLION);
  }

  static StoreOptions options(Path folder) {
    return new StoreOptions(
        folder,
        Durability.PROCESS,
        new StoreSize(MILLION, (long) MILLION * RECORD_BYTES),
        StoreOptions.DEFAULT_SEGMENT_BYTES,
        () -> new UUID(1, 1));
  }

  private void load() {
    RecordEncoder encoder = new RecordEncoder();
    try (DurableStore store = DurableStore.open(options(folder))) {
      for (int i = 1; i <= MILLION; i++) {
        RegistryRecord record = SmallFleet.record(i);
        int length = encoder.encode(record);
        int keyLength = encoder.encode(record.key());
        store.put(encoder.keyBuffer(), 0, keyLength, encoder.buffer(), 0, length, i);
        if (i % LOAD_COMMIT == 0) {
          store.commit();
        }
      }
    }
  }

  private double[] openInAnotherJvm() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ChildJvm.flags());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(MillionChild.class.getName());
    command.add(folder.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Stream.of(said.trim().split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
