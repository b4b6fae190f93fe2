package io.machinenative.axiom.engine;

import io.machinenative.axiom.engine.registry.HeapRecordStore;
import io.machinenative.axiom.engine.registry.RecordStore;
import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.registry.RegistryConfig;
import io.machinenative.axiom.engine.store.DurableStore;
import io.machinenative.axiom.engine.store.StoreOptions;
import io.machinenative.axiom.engine.store.StoreSize;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Opens what the registry is kept in. */
final class Registries {
  /** A record's key and value, on average: as large as a map that fills evenly may expect. */
  private static final long BYTES_PER_RECORD = 640;

  private static final long LEAST_BYTES = 1L << 20;

  private Registries() {}

  static RecordStore openStore(RegistryOptions options, Optional<Path> dataDirectory) {
    long bytes = Math.max(LEAST_BYTES, options.records() * BYTES_PER_RECORD);
    if (dataDirectory.isEmpty()) {
      return new HeapRecordStore(options.records(), bytes);
    }
    return DurableStore.open(
        new StoreOptions(
            dataDirectory.get().resolve("registry"),
            options.sync() ? Durability.POWER : Durability.PROCESS,
            new StoreSize(options.records(), bytes),
            StoreOptions.DEFAULT_SEGMENT_BYTES,
            UUID::randomUUID));
  }

  static RegistryConfig config(RegistryOptions options) {
    RegistryConfig defaults = RegistryConfig.DEFAULTS;
    return new RegistryConfig(
        options.records(),
        defaults.feedChanges(),
        defaults.feedBytes(),
        defaults.retentionNs(),
        defaults.brake(),
        defaults.damping());
  }
}
