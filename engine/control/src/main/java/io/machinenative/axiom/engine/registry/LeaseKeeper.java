package io.machinenative.axiom.engine.registry;

import io.machinenative.axiom.engine.registry.feed.Change;
import io.machinenative.axiom.engine.registry.image.ImageReader;
import io.machinenative.axiom.engine.registry.image.ImageWriter;
import io.machinenative.axiom.engine.registry.lease.ExpiryBrake;
import io.machinenative.axiom.engine.registry.lease.FlapDamping;
import io.machinenative.axiom.engine.registry.lease.LeaseHandler;
import io.machinenative.axiom.engine.registry.lease.LeaseTable;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Lease;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Status;
import io.machinenative.axiom.engine.registry.query.RecordIndex;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.agrona.concurrent.NanoClock;

/**
 * Turns silence and heartbeats into changes of records. For one thread, the conductor's.
 *
 * <p>Leases run in memory: after a start each has its whole time again, as nobody could be heard
 * while the process was away.
 */
final class LeaseKeeper implements LeaseHandler {
  private static final long NS_PER_MS = 1_000_000;

  /** What could not be written because the store was full is tried again after that. */
  private static final long RETRY_NS = 10_000_000_000L;

  private final Ledger ledger;
  private final NanoClock clock;
  private final long retentionNs;
  private final ExpiryBrake brake;
  private final LeaseTable table;
  private final FlapDamping damping;

  /** When the owners of suppressed records were heard of last. */
  private final Map<RecordKey, Long> waiting = new HashMap<>();

  private long heartbeats;
  private long expired;
  private long unwritten;

  LeaseKeeper(Ledger ledger, RegistryConfig config, NanoClock clock) {
    this.ledger = ledger;
    this.clock = clock;
    retentionNs = config.retentionNs();
    brake = new ExpiryBrake(config.brake(), clock.nanoTime());
    table = new LeaseTable(brake, clock.nanoTime());
    damping = new FlapDamping(config.damping());
  }

  /** A record was updated: its lease runs on, unless the update was about it. */
  void updated(RegistryRecord record, RegistryRecord before) {
    if (!record.lease().equals(before.lease())) {
      begin(record);
    }
  }

  /**
   * A record is opened: its lease begins.
   *
   * @param record its ordinal
   * @param leaseMs 0: it has none
   */
  void open(int record, long leaseMs, boolean expired, long nowNs) {
    if (leaseMs > 0 && expired) {
      table.retain(record, Math.max(retentionNs, leaseMs * NS_PER_MS), nowNs);
    } else if (leaseMs > 0) {
      table.grant(record, leaseMs * NS_PER_MS, nowNs);
    }
  }

  /** Writes the leases, to be read over the same records. */
  void write(ImageWriter image) throws IOException {
    table.write(image);
  }

  /** Opens all records at once: their leases begin. */
  void read(ImageReader image, long nowNs) throws IOException {
    table.read(image, retentionNs, nowNs);
  }

  /** A record was registered: its lease begins. */
  void begin(RegistryRecord record) {
    RecordKey key = record.key();
    waiting.remove(key);
    int ordinal = ledger.index().ordinal(key);
    if (record.lease().isBounded()) {
      open(ordinal, record.lease().ttlMs(), record.lease().isExpired(), clock.nanoTime());
    } else {
      table.cancel(ordinal);
    }
  }

  /**
   * A record went because somebody said so.
   *
   * @param ordinal that it had
   */
  void end(int ordinal, RegistryRecord record) {
    table.cancel(ordinal);
    waiting.remove(record.key());
    if (record.lease().isBounded() && !record.lease().isExpired()) {
      damping.withdrawn(record.key(), clock.nanoTime());
    }
  }

  /** What is to be registered, held back when its key came and went too often. */
  Registration damped(Registration registration) {
    boolean held =
        registration.lease().isBounded()
            && registration.status().expires()
            && damping.isSuppressed(registration.key(), clock.nanoTime());
    return held
        ? new Registration(
            registration.key(),
            registration.content(),
            Status.INACTIVE,
            registration.health(),
            registration.lease().expiredFrom(registration.status()))
        : registration;
  }

  /** A held registration was written: its owner is there. */
  void heardOf(RecordKey key) {
    waiting.put(key, clock.nanoTime());
  }

  Heartbeat heartbeat(RecordKey key) {
    heartbeats++;
    long nowNs = clock.nanoTime();
    int ordinal = ledger.index().ordinal(key);
    if (ordinal == RecordIndex.NONE) {
      return Heartbeat.UNKNOWN;
    }
    if (table.renew(ordinal, nowNs)) {
      return Heartbeat.RENEWED;
    }
    RegistryRecord record = ledger.get(key).orElseThrow();
    if (!record.lease().isExpired()) {
      return Heartbeat.UNLEASED;
    }
    if (damping.isSuppressed(key, nowNs)) {
      waiting.put(key, nowNs);
      table.retain(ordinal, retainNs(record), nowNs);
      return Heartbeat.SUPPRESSED;
    }
    return revive(record) ? Heartbeat.REVIVED : Heartbeat.SUPPRESSED;
  }

  /** False when the store has no room for it; the next heartbeat tries again. */
  private boolean revive(RegistryRecord record) {
    RegistryRecord next =
        new RegistryRecord(
            record.key(),
            record.content(),
            record.lease().expiredFrom().orElse(record.status()),
            record.health(),
            record.lease().renewed(),
            record.statistics(),
            record.stamp());
    try {
      begin(ledger.write(next, Optional.of(record), Change.Type.REVIVED));
      return true;
    } catch (StoreFullException e) {
      unwritten++;
      return false;
    }
  }

  /**
   * Looks at the clock.
   *
   * @return how many records were changed
   */
  int poll() {
    long nowNs = clock.nanoTime();
    int changed = table.poll(nowNs, this);
    for (RecordKey key : damping.released(nowNs)) {
      Long heardNs = waiting.remove(key);
      if (heardNs != null && ledger.index().contains(key)) {
        RegistryRecord record = ledger.get(key).orElseThrow();
        if (record.lease().isExpired() && nowNs - heardNs <= ttlNs(record.lease())) {
          changed += revive(record) ? 1 : 0;
        }
      }
    }
    return changed;
  }

  @Override
  public void onExpired(int ordinal) {
    RecordKey key = ledger.index().key(ordinal);
    RegistryRecord record = ledger.get(key).orElseThrow();
    if (record.status() == Status.MAINTENANCE) {
      table.grant(ordinal, ttlNs(record.lease()), clock.nanoTime());
      return;
    }
    try {
      expire(ordinal, record);
      expired++;
      damping.withdrawn(key, clock.nanoTime());
    } catch (StoreFullException e) {
      table.grant(ordinal, ttlNs(record.lease()), clock.nanoTime()); // tried again then
      unwritten++;
    }
  }

  private void expire(int ordinal, RegistryRecord record) {
    RecordKey key = record.key();
    if (retentionNs == 0) {
      ledger.erase(record);
      return;
    }
    RegistryRecord next =
        new RegistryRecord(
            key,
            record.content(),
            record.status().expires() ? Status.INACTIVE : record.status(),
            Health.UNKNOWN,
            record.lease().expiredFrom(record.status()),
            record.statistics(),
            record.stamp());
    ledger.write(next, Optional.of(record), Change.Type.EXPIRED);
    table.retain(ordinal, retentionNs, clock.nanoTime());
  }

  @Override
  public void onForgotten(int ordinal) {
    RecordKey key = ledger.index().key(ordinal);
    try {
      ledger.erase(ledger.get(key).orElseThrow());
      waiting.remove(key);
    } catch (StoreFullException e) {
      table.retain(ordinal, RETRY_NS, clock.nanoTime());
      unwritten++;
    }
  }

  /** What is suppressed is kept from heartbeat to heartbeat, even when nothing is retained. */
  private long retainNs(RegistryRecord record) {
    return Math.max(retentionNs, ttlNs(record.lease()));
  }

  private static long ttlNs(Lease lease) {
    return lease.ttlMs() * NS_PER_MS;
  }

  LeaseTable table() {
    return table;
  }

  ExpiryBrake brake() {
    return brake;
  }

  int suppressed() {
    return damping.suppressedCount();
  }

  long heartbeats() {
    return heartbeats;
  }

  /** Expiries that the store had no room to write, and that are tried again. */
  long unwritten() {
    return unwritten;
  }

  long expired() {
    return expired;
  }
}
