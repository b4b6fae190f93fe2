package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * How a store is opened. Immutable, checked where it is built.
 *
 * @param directory of this store alone; made when there is none
 * @param durability {@code PROCESS} costs a write to the page cache for each commit, {@code POWER}
 *     a sync of the disk
 * @param size how much it holds
 * @param segmentBytes a journal file: the smaller, the more files and the shorter the pause when
 *     the next one is made. 256 KiB to 1 GiB
 * @param newId names a store that is new, and each run of it; drawn from randomness by who opens it
 */
public record StoreOptions(
    Path directory, Durability durability, StoreSize size, int segmentBytes, Supplier<UUID> newId) {
  /** 16 MiB. */
  public static final int DEFAULT_SEGMENT_BYTES = 16 * 1024 * 1024;

  private static final int LEAST_SEGMENT_BYTES = 256 * 1024;
  private static final int MOST_SEGMENT_BYTES = 1024 * 1024 * 1024;

  public StoreOptions {
    directory = directory.toAbsolutePath().normalize();
    Objects.requireNonNull(durability, "durability");
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(newId, "newId");
    if (segmentBytes < LEAST_SEGMENT_BYTES || segmentBytes > MOST_SEGMENT_BYTES) {
      throw new IllegalArgumentException(
          "expected segments of %d to %d bytes, actual %d"
              .formatted(LEAST_SEGMENT_BYTES, MOST_SEGMENT_BYTES, segmentBytes));
    }
  }
}
