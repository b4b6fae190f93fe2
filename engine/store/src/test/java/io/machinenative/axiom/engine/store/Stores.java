package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import java.nio.file.Path;
import java.util.UUID;

/** How the tests open stores. */
final class Stores {
  static final int SEGMENT_BYTES = 256 * 1024;
  static final StoreSize SMALL = new StoreSize(2_000, 4 * 1024 * 1024);

  private Stores() {}

  static StoreOptions options(Path directory, Durability durability, StoreSize size) {
    return new StoreOptions(
        directory, durability, size, SEGMENT_BYTES, () -> new UUID(0x4178696f6dL, 1));
  }

  static DurableStore open(Path directory, Durability durability) {
    return DurableStore.open(options(directory, durability, SMALL));
  }

  static DurableStore open(Path directory) {
    return open(directory, Durability.PROCESS);
  }
}
