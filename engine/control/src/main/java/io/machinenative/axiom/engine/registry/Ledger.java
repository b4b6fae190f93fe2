package io.machinenative.axiom.engine.registry;

import io.machinenative.axiom.engine.registry.feed.Change;
import io.machinenative.axiom.engine.registry.feed.ChangeFeed;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Stamp;
import io.machinenative.axiom.engine.registry.model.Statistics;
import io.machinenative.axiom.engine.registry.query.RecordIndex;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.agrona.concurrent.EpochClock;

/**
 * Writes each change where it belongs: the store first, which may refuse it, then the index and the
 * feed, which do not. Gives out revisions, one for each change. For one thread, the conductor's.
 */
final class Ledger {
  private static final byte[] NO_RECORD = {};

  private final RecordStore store;
  private final StoredRecords records;
  private final RecordIndex index = new RecordIndex();
  private final ChangeFeed feed;
  private final EpochClock wallClock;
  private final Map<RecordKey, Statistics> reported = new HashMap<>();
  private long revision;
  private RuntimeException failure;

  Ledger(RecordStore store, RegistryConfig config, EpochClock wallClock) {
    this.store = store;
    this.wallClock = wallClock;
    records = new StoredRecords(store);
    revision = store.revision();
    feed = new ChangeFeed(config.feedChanges(), config.feedBytes(), revision, store.lineage());
  }

  RecordIndex index() {
    return index;
  }

  ChangeFeed feed() {
    return feed;
  }

  /** As it was opened. */
  StoredRecords records() {
    return records;
  }

  long revision() {
    return revision;
  }

  /** The record with the statistics that were reported last. */
  Optional<RegistryRecord> get(RecordKey key) {
    return records.get(key).map(this::withReported);
  }

  private RegistryRecord withReported(RegistryRecord record) {
    Statistics statistics = reported.get(record.key());
    return statistics == null ? record : record.withStatistics(statistics);
  }

  /** Kept until the record is written or goes. */
  void report(RecordKey key, Statistics statistics) {
    reported.put(key, statistics);
  }

  /**
   * Writes a record that is new, or in place of the one that it was.
   *
   * @return with its stamp
   * @throws StoreFullException when there is no room; nothing was changed
   */
  RegistryRecord write(RegistryRecord next, Optional<RegistryRecord> before, Change.Type type) {
    requireWhole();
    long nowMs = wallClock.time();
    long registeredAtMs = before.map(r -> r.stamp().registeredAtMs()).orElse(nowMs);
    long notBeforeMs = before.map(r -> r.stamp().updatedAtMs()).orElse(nowMs);
    Stamp stamp = new Stamp(revision + 1, registeredAtMs, Math.max(nowMs, notBeforeMs));
    RegistryRecord record = withReported(next).withStamp(stamp);
    byte[] bytes = guarded(() -> records.put(record));
    revision = stamp.revision();
    reported.remove(record.key());
    before.ifPresentOrElse(old -> index.replace(old, record), () -> index.add(record));
    feed.append(new Change(revision, type, record.key(), bytes));
    return record;
  }

  /**
   * Removes a record that is there.
   *
   * @param record as it is
   * @throws StoreFullException when the disk is full; nothing was changed
   */
  void erase(RegistryRecord record) {
    RecordKey key = record.key();
    requireWhole();
    boolean wasThere = guarded(() -> records.remove(key, revision + 1));
    assert wasThere : "expected a record of " + key + " in the store";
    revision++;
    reported.remove(key);
    index.remove(record);
    feed.append(new Change(revision, Change.Type.REMOVED, key, NO_RECORD));
  }

  /** Makes all changes so far durable, then shows them to watchers. */
  void commit() {
    requireWhole();
    if (feed.revision() == revision) {
      return;
    }
    guarded(() -> {
      store.commit();
      return true;
    });
    feed.publish();
  }

  /** A store that is full takes other changes still, one whose disk refused takes none. */
  private <T> T guarded(Supplier<T> access) {
    try {
      return access.get();
    } catch (UncheckedIOException e) {
      failure = e;
      throw e;
    }
  }

  /** Whether the store takes changes. */
  boolean isWhole() {
    return failure == null;
  }

  private void requireWhole() {
    if (failure != null) {
      throw new IllegalStateException(
          "the store failed, and takes no more changes: " + failure.getMessage(), failure);
    }
  }
}
