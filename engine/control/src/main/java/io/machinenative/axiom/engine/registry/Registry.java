package io.machinenative.axiom.engine.registry;

import io.machinenative.axiom.engine.registry.Outcome.Done;
import io.machinenative.axiom.engine.registry.Outcome.Reason;
import io.machinenative.axiom.engine.registry.Outcome.Refused;
import io.machinenative.axiom.engine.registry.feed.Change;
import io.machinenative.axiom.engine.registry.feed.ChangeFeed;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.Lease;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RecordUpdate;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Stamp;
import io.machinenative.axiom.engine.registry.model.Statistics;
import io.machinenative.axiom.engine.registry.model.Status;
import io.machinenative.axiom.engine.registry.query.Matches;
import io.machinenative.axiom.engine.registry.query.Query;
import io.machinenative.axiom.engine.registry.query.RecordIndex;
import io.machinenative.axiom.engine.registry.query.RecordView;
import io.machinenative.axiom.engine.registry.validation.Finding;
import io.machinenative.axiom.engine.registry.validation.RegistrationCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.ToIntFunction;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * Knows what there is: tools, services, plugins and the rest, and tells who asks or watches.
 *
 * <p><b>Threads.</b> One, the conductor's; only {@link #feed} may be read by others. <b>Owns</b>
 * its indexes, leases and feed; borrows the store, which its owner closes afterwards.
 * <b>Allocates.</b>
 *
 * <p>How it is driven: make changes, any number of them; {@link #commit}; then answer who asked for
 * them, for from there on they are durable and watchers see them. Call {@link #poll} in each duty
 * cycle, before the commit.
 *
 * <p>A change is made wholly or not at all: what refuses it does so before anything is written.
 * {@link DamagedRecordException} comes out of whatever reads one record that the store cannot vouch
 * for; pages leave it out, and {@link IllegalStateException} out of every change after the store
 * has failed.
 */
public final class Registry implements AutoCloseable {
  /** Whatever revision the record has. */
  public static final long ANY_REVISION = -1;

  /** There must be no such record. */
  public static final long NO_RECORD = 0;

  /** What to do when a record to be registered is there. */
  public enum IfExists {
    /** Leave it as it is. */
    REFUSE,
    /** Let the new one take its place, and its time of registration. */
    REPLACE
  }

  private final Ledger ledger;
  private final LeaseKeeper leases;
  private final IndexImage image;
  private final RegistrationCheck check;
  private final int maxRecords;
  private final DamageList damage = new DamageList();
  private long refused;
  private long queries;

  /** As the other one, all on the caller's thread. */
  public Registry(
      RecordStore store,
      RegistryConfig config,
      RegistrationCheck check,
      EpochClock wallClock,
      NanoClock clock) {
    this(store, config, check, wallClock, clock, Optional.empty());
  }

  /**
   * Opens what is in a store: reads every record once.
   *
   * @param check of what is registered and updated
   * @param wallClock for the times of records; may jump
   * @param clock for leases; should not jump
   * @param threads makes the one that reads along while a large store is opened, and has ended when
   *     this returns; empty: the caller does all of it
   */
  public Registry(
      RecordStore store,
      RegistryConfig config,
      RegistrationCheck check,
      EpochClock wallClock,
      NanoClock clock,
      Optional<ThreadFactory> threads) {
    this.check = Objects.requireNonNull(check, "check");
    maxRecords = config.maxRecords();
    ledger = new Ledger(store, config, wallClock);
    leases = new LeaseKeeper(ledger, config, clock);
    image = new IndexImage(store, ledger.index(), leases);
    long nowNs = clock.nanoTime();
    if (!image.load(nowNs)) {
      new IndexLoad(store, ledger.index(), leases, damage, nowNs).run(threads);
    }
  }

  /** Registers a record. What is there already as it should be is only heard of again. */
  public Outcome register(Registration registration, IfExists ifExists) {
    RecordKey key = registration.key();
    List<Finding> findings = check.check(registration);
    if (findings.stream().anyMatch(Finding::isError)) {
      return invalid(key, findings);
    }
    if (!registration.status().mayBegin()) {
      return refuse(
          Reason.TRANSITION,
          "expected a status to begin with, got " + registration.status().label(),
          0);
    }
    Optional<RegistryRecord> before = find(key);
    if (before.isPresent() && ifExists == IfExists.REFUSE) {
      return refuse(Reason.EXISTS, key + " is registered already", before.get().revision());
    }
    if (before.isEmpty() && ledger.index().count() >= maxRecords) {
      return refuse(Reason.FULL, "expected at most " + maxRecords + " records, got one more", 0);
    }
    Registration damped = leases.damped(registration);
    RegistryRecord next = unstamped(damped, before);
    Change.Type type = before.isEmpty() ? Change.Type.REGISTERED : Change.Type.UPDATED;
    Outcome outcome =
        before.isPresent() && before.get().equals(next)
            ? new Done(next, false, findings)
            : write(next, before, type, findings);
    if (outcome instanceof Done done) {
      leases.begin(done.record());
      if (damped.lease().isExpired()) {
        leases.heardOf(key);
      }
    }
    return outcome;
  }

  /**
   * Registers a record in the place of one that has a revision.
   *
   * @param expectedRevision of the one whose place it takes; {@link #ANY_REVISION}: any or none;
   *     {@link #NO_RECORD}: there must be none
   */
  public Outcome register(Registration registration, long expectedRevision) {
    if (expectedRevision > NO_RECORD) {
      RecordKey key = registration.key();
      Optional<Outcome> refusal = unexpected(key, find(key), expectedRevision);
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    return register(
        registration, expectedRevision == NO_RECORD ? IfExists.REFUSE : IfExists.REPLACE);
  }

  private static RegistryRecord unstamped(
      Registration registration, Optional<RegistryRecord> before) {
    return new RegistryRecord(
        registration.key(),
        registration.content(),
        registration.status(),
        registration.health(),
        registration.lease(),
        before.map(RegistryRecord::statistics).orElse(Statistics.NONE),
        before.map(RegistryRecord::stamp).orElse(new Stamp(0, 0, 0)));
  }

  /**
   * Changes a record.
   *
   * @param expectedRevision that it must have, or {@link #ANY_REVISION}
   */
  public Outcome update(RecordKey key, long expectedRevision, RecordUpdate update) {
    Optional<RegistryRecord> before = find(key);
    Optional<Outcome> refusal = unexpected(key, before, expectedRevision);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    RegistryRecord record = before.orElseThrow();
    Status status = update.status().orElse(record.status());
    if (!record.status().mayBecome(status)) {
      return refuse(
          Reason.TRANSITION,
          "expected a status that may follow "
              + record.status().label()
              + ", got "
              + status.label(),
          record.revision());
    }
    RegistryRecord next = withLease(update, record);
    List<Finding> findings = check.check(next.registration());
    if (findings.stream().anyMatch(Finding::isError)) {
      return invalid(key, findings);
    }
    if (next.equals(record)) {
      return new Done(record, false, findings);
    }
    Outcome outcome = write(next, before, Change.Type.UPDATED, findings);
    if (outcome instanceof Done done) {
      leases.updated(done.record(), record);
    }
    return outcome;
  }

  /** Who gives a status also ends that the lease has expired; else it stays so. */
  private static RegistryRecord withLease(RecordUpdate update, RegistryRecord record) {
    RegistryRecord next = update.apply(record);
    boolean staysExpired =
        record.lease().isExpired() && update.status().isEmpty() && next.lease().isBounded();
    Lease lease =
        staysExpired
            ? new Lease(next.lease().ttlMs(), record.lease().expiredFrom())
            : next.lease().renewed();
    return new RegistryRecord(
        next.key(),
        next.content(),
        next.status(),
        next.health(),
        lease,
        next.statistics(),
        next.stamp());
  }

  /**
   * Removes a record.
   *
   * @param expectedRevision that it must have, or {@link #ANY_REVISION}
   */
  public Outcome deregister(RecordKey key, long expectedRevision) {
    Optional<RegistryRecord> before = find(key);
    Optional<Outcome> refusal = unexpected(key, before, expectedRevision);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    int ordinal = ledger.index().ordinal(key);
    try {
      ledger.erase(before.orElseThrow());
    } catch (StoreFullException e) {
      return refuse(Reason.FULL, e.getMessage(), before.orElseThrow().revision());
    }
    leases.end(ordinal, before.orElseThrow());
    return new Done(before.orElseThrow(), true, List.of());
  }

  private Optional<RegistryRecord> find(RecordKey key) {
    return ledger.index().contains(key) ? ledger.get(key) : Optional.empty();
  }

  private Optional<Outcome> unexpected(
      RecordKey key, Optional<RegistryRecord> record, long expectedRevision) {
    if (record.isEmpty()) {
      return Optional.of(refuse(Reason.NOT_FOUND, "expected a record of " + key + ", got none", 0));
    }
    long revision = record.get().revision();
    if (expectedRevision != ANY_REVISION && expectedRevision != revision) {
      return Optional.of(
          refuse(
              Reason.REVISION_CONFLICT,
              "expected revision " + expectedRevision + " of " + key + ", got " + revision,
              revision));
    }
    return Optional.empty();
  }

  private Outcome write(
      RegistryRecord next,
      Optional<RegistryRecord> before,
      Change.Type type,
      List<Finding> findings) {
    try {
      RegistryRecord written = ledger.write(next, before, type);
      damage.mended(next.key().toString());
      return new Done(written, true, findings);
    } catch (StoreFullException e) {
      return refuse(Reason.FULL, e.getMessage(), before.map(RegistryRecord::revision).orElse(0L));
    }
  }

  private Refused invalid(RecordKey key, List<Finding> findings) {
    refused++;
    String message =
        key + ": " + findings.stream().filter(Finding::isError).findFirst().orElseThrow();
    return new Refused(Reason.INVALID, message, 0, findings);
  }

  private Refused refuse(Reason reason, String message, long revision) {
    refused++;
    return new Refused(reason, message, revision, List.of());
  }

  /** One record, with the statistics that were reported last. */
  public Optional<RegistryRecord> get(RecordKey key) {
    return find(key);
  }

  /**
   * A page of records.
   *
   * @throws IllegalArgumentException when the cursor is none, or one of another query
   */
  public Page query(Query query) {
    return query(query, RecordView.ALL);
  }

  /** As {@link #query(Query)}, of the records that a view shows; only these are counted. */
  public Page query(Query query, RecordView view) {
    queries++;
    Matches matches = ledger.index().find(query, view);
    List<RegistryRecord> records = new ArrayList<>(matches.keys().size());
    for (RecordKey key : matches.keys()) {
      try {
        ledger
            .get(key)
            .ifPresentOrElse(
                records::add,
                () -> damage.add(key.toString(), "the store has no record of " + key));
      } catch (DamagedRecordException e) {
        damage.add(key.toString(), e.getMessage());
      }
    }
    int leftOut = matches.keys().size() - records.size();
    return new Page(records, leftOut, matches.total(), matches.next(), ledger.revision());
  }

  /** Records that are there and cannot be read; the first {@value DamageList#MOST}. Any thread. */
  public List<Damage> damage() {
    return damage.shown();
  }

  /** The owner of a record is there. Makes no revision, unless the lease had expired. */
  public Heartbeat heartbeat(RecordKey key) {
    return leases.heartbeat(key);
  }

  /**
   * The owner of a record says how much it was used. Makes no revision.
   *
   * @return whether there is such a record
   */
  public boolean report(RecordKey key, Statistics statistics) {
    boolean known = ledger.index().contains(key);
    if (known) {
      ledger.report(key, statistics);
    }
    return known;
  }

  /**
   * Lets leases expire whose time has passed, forgets what expired long ago, and brings back what
   * was suppressed.
   *
   * @return how many records were changed
   */
  public int poll() {
    return leases.poll();
  }

  /**
   * Makes all changes so far durable, and shows them to watchers. Costs nothing when there are
   * none.
   *
   * @throws java.io.UncheckedIOException when the disk refuses; no change is taken from then on
   */
  public void commit() {
    ledger.commit();
  }

  /**
   * Commits what is left, and keeps the index of a large registry in the store, which is then
   * opened sooner. The store stays open, and the registry is not used any more.
   *
   * @throws java.io.UncheckedIOException when the disk refuses
   */
  @Override
  public void close() {
    if (ledger.isWhole()) {
      commit();
      if (damage.count() == 0) {
        image.keep();
      }
    }
  }

  /** What changed, for watchers on any thread. */
  public ChangeFeed feed() {
    return ledger.feed();
  }

  /** Of the last change, committed or not. */
  public long revision() {
    return ledger.revision();
  }

  public RegistryStatistics statistics() {
    RecordIndex index = ledger.index();
    return new RegistryStatistics(
        index.count(),
        counts(Kind.class, index::count),
        counts(Status.class, index::count),
        counts(Health.class, index::count),
        ledger.revision(),
        damage.count(),
        refused,
        queries,
        leases.heartbeats(),
        leases.table().running(),
        leases.table().overdue(),
        leases.table().retained(),
        leases.expired(),
        leases.unwritten(),
        leases.brake().isHolding(),
        leases.brake().holds(),
        leases.suppressed(),
        ledger.feed().oldestRevision(),
        ledger.feed().bytes());
  }

  private static <E extends Enum<E>> Map<E, Integer> counts(Class<E> type, ToIntFunction<E> count) {
    Map<E, Integer> counts = new EnumMap<>(type);
    Arrays.stream(type.getEnumConstants()).forEach(e -> counts.put(e, count.applyAsInt(e)));
    return counts;
  }
}
