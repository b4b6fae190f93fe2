package io.machinenative.axiom.engine.registry;

import io.machinenative.axiom.engine.registry.image.ImageReader;
import io.machinenative.axiom.engine.registry.image.ImageWriter;
import io.machinenative.axiom.engine.registry.query.RecordIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;

/**
 * The index and the leases of a large registry, kept in the store from an orderly end to the next
 * start. The store sees to it that what it gives back is whole, and of the records that it has. For
 * one thread.
 */
final class IndexImage {
  /** Grows with each change of what an index or a lease table writes, or of how it hashes. */
  private static final int FORMAT = 1;

  /** Of fewer the index is made in less than a tenth of a second. */
  private static final long WORTH_KEEPING = 20_000;

  private final RecordStore store;
  private final RecordIndex index;
  private final LeaseKeeper leases;

  IndexImage(RecordStore store, RecordIndex index, LeaseKeeper leases) {
    this.store = store;
    this.index = index;
    this.leases = leases;
  }

  /** Keeps them as they are. */
  void keep() {
    if (store.count() < WORTH_KEEPING || store.count() != index.count()) {
      return;
    }
    store.keepImage(channel -> {
      ImageWriter image = new ImageWriter(channel);
      image.number(FORMAT);
      index.write(image);
      leases.write(image);
      image.flush();
    });
  }

  /**
   * Takes what was kept.
   *
   * @return false when there is nothing, or it is of another format; then nothing was changed
   */
  boolean load(long nowNs) {
    Optional<ReadableByteChannel> kept = store.takeImage();
    if (kept.isEmpty()) {
      return false;
    }
    try (ReadableByteChannel channel = kept.get()) {
      ImageReader image = new ImageReader(channel);
      if (image.number() != FORMAT) {
        return false;
      }
      index.read(image);
      leases.read(image, nowNs);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("the kept index cannot be read: " + e, e);
    }
  }
}
