package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.RecordStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.MapSegmentContext;

/**
 * The records in a file that other processes map too: a Chronicle Map from keys to envelopes. It is
 * a view of the journal, and made anew from there whenever it cannot be trusted.
 *
 * <p>One thread writes, any may read with cells of their own. Owns the map. Whoever closes it sees
 * to it that nobody reads.
 */
final class MapView implements AutoCloseable {
  /** No record has that key. */
  static final int ABSENT = -1;

  private final ChronicleMap<Cell, Cell> map;

  private MapView(ChronicleMap<Cell, Cell> map) {
    this.map = map;
  }

  /**
   * Makes a new, empty file.
   *
   * @throws IOException when the disk has no room for it
   */
  static MapView create(Path file, StoreSize size) throws IOException {
    Files.deleteIfExists(file);
    return new MapView(builder(size).createPersistedTo(file.toFile()));
  }

  /** Opens a file that is whole, or that another process has open. */
  static MapView open(Path file) throws IOException {
    return new MapView(builder().createPersistedTo(file.toFile()));
  }

  /** Without a size, so that a file that is gone is not made anew. */
  private static ChronicleMapBuilder<Cell, Cell> builder() {
    return ChronicleMapBuilder.of(Cell.class, Cell.class)
        .name("axiom-records")
        .checksumEntries(false)
        .putReturnsNull(true)
        .removeReturnsNull(true)
        .skipCloseOnExitHook(true)
        .keyReaderAndDataAccess(new CellReader(), new CellAccess())
        .valueReaderAndDataAccess(new CellReader(), new CellAccess());
  }

  private static ChronicleMapBuilder<Cell, Cell> builder(StoreSize size) {
    ViewGeometry geometry = ViewGeometry.of(size);
    return builder()
        .entries(size.records())
        .actualSegments(geometry.tiers())
        .entriesPerSegment(geometry.entriesPerTier())
        .actualChunkSize(geometry.chunkBytes())
        .actualChunksPerSegmentTier(geometry.chunksPerTier())
        .maxBloatFactor(ViewGeometry.MAX_BLOAT_FACTOR);
  }

  /**
   * Loads a record's envelope.
   *
   * @return false when there is none
   */
  boolean load(Cell key, Cell into) {
    return map.getUsing(key, into) != null;
  }

  /** How long the value with that key is, or {@link #ABSENT}. */
  int valueLength(Cell key) {
    try (ExternalMapQueryContext<Cell, Cell, ?> query = map.queryContext(key)) {
      MapEntry<Cell, Cell> entry = query.entry();
      return entry == null ? ABSENT : (int) entry.value().size() - Cell.ENVELOPE_BYTES;
    }
  }

  /**
   * Puts an envelope under a key.
   *
   * @return how long the value before was, or {@link #ABSENT}
   * @throws RuntimeException of the map: it has no room, or somebody died with its lock; the view
   *     cannot be trusted any more
   */
  int put(Cell key, Cell envelope) {
    try (ExternalMapQueryContext<Cell, Cell, ?> query = map.queryContext(key)) {
      query.updateLock().lock();
      MapEntry<Cell, Cell> entry = query.entry();
      Data<Cell> value = query.wrapValueAsData(envelope);
      if (entry == null) {
        query.insert(query.absentEntry(), value);
        return ABSENT;
      }
      int before = (int) entry.value().size() - Cell.ENVELOPE_BYTES;
      query.replaceValue(entry, value);
      return before;
    }
  }

  /**
   * Removes the record with that key.
   *
   * @return how long its value was, or {@link #ABSENT}
   * @throws RuntimeException as {@link #put}
   */
  int remove(Cell key) {
    try (ExternalMapQueryContext<Cell, Cell, ?> query = map.queryContext(key)) {
      query.updateLock().lock();
      MapEntry<Cell, Cell> entry = query.entry();
      if (entry == null) {
        return ABSENT;
      }
      int before = (int) entry.value().size() - Cell.ENVELOPE_BYTES;
      query.remove(entry);
      return before;
    }
  }

  /**
   * Shows every record; each part of the map is copied before, so that no lock is held meanwhile.
   */
  void forEach(ReadSlots.Slot slot, RecordStore.Visitor visitor) {
    RecordBatch batch = new RecordBatch();
    for (int i = 0; i < map.segments(); i++) {
      batch.clear();
      try (MapSegmentContext<Cell, Cell, ?> part = map.segmentContext(i)) {
        part.forEachSegmentEntry(entry -> copy(entry, slot, batch));
      }
      batch.forEach(slot, visitor);
    }
  }

  private static void copy(MapEntry<Cell, Cell> entry, ReadSlots.Slot slot, RecordBatch batch) {
    Data<Cell> key = entry.key();
    Data<Cell> value = entry.value();
    batch.add(key.getUsing(slot.key()), value.getUsing(slot.value()));
  }

  long count() {
    return map.longSize();
  }

  @Override
  public void close() {
    map.close();
  }
}
