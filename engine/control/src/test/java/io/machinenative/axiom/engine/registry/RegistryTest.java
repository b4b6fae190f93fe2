package io.machinenative.axiom.engine.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.registry.Outcome.Done;
import io.machinenative.axiom.engine.registry.Outcome.Reason;
import io.machinenative.axiom.engine.registry.Outcome.Refused;
import io.machinenative.axiom.engine.registry.Registry.IfExists;
import io.machinenative.axiom.engine.registry.feed.Change;
import io.machinenative.axiom.engine.registry.feed.WatchFilter;
import io.machinenative.axiom.engine.registry.feed.Watcher;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RecordUpdate;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Statistics;
import io.machinenative.axiom.engine.registry.model.Status;
import io.machinenative.axiom.engine.registry.query.Filter;
import io.machinenative.axiom.engine.registry.query.Query;
import io.machinenative.axiom.engine.registry.validation.Finding;
import io.machinenative.axiom.engine.registry.validation.FindingCode;
import io.machinenative.axiom.engine.registry.validation.RegistrationCheck;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Register, update, deregister, get, query and watch, and what refuses them. */
class RegistryTest {
  private static final long SEED = Long.getLong("axiom.seed", 2026);
  private static final RecordKey ECHO = RecordKey.of(Kind.TOOL, "core.echo", "1.0.0");
  private static final RecordKey ECHO_2 = RecordKey.of(Kind.TOOL, "core.echo", "2.0.0");

  private final ManualTime time = new ManualTime();
  private FaultyStore store = new FaultyStore(Long.MAX_VALUE);
  private Registry registry = open(RegistrationCheck.NONE);

  private Registry open(RegistrationCheck check) {
    return new Registry(store, RegistryConfig.DEFAULTS, check, time, time);
  }

  private RegistryRecord register(Registration registration) {
    return assertInstanceOf(Done.class, registry.register(registration, IfExists.REFUSE)).record();
  }

  private static Registration echo() {
    return Registration.of(ECHO).about("Echo", "", "core").tags("test").build();
  }

  private static Reason reason(Outcome outcome) {
    return assertInstanceOf(Refused.class, outcome).reason();
  }

  @Test
  void whatIsRegisteredIsFound() {
    RegistryRecord record = register(echo());
    assertEquals(1, record.revision());
    assertEquals(time.time(), record.stamp().registeredAtMs());
    assertEquals(Optional.of(record), registry.get(ECHO));
    register(Registration.of(ECHO_2).build());
    Page page = registry.query(Query.first(Filter.where().name("core.echo").build(), 10));
    assertEquals(List.of(ECHO, ECHO_2), page.records().stream().map(RegistryRecord::key).toList());
    assertEquals(2, page.total());
    assertEquals(2, page.revision());
    assertEquals(Optional.empty(), registry.get(RecordKey.of(Kind.TOOL, "none", "1.0.0")));
  }

  @Test
  void whatIsThereIsRefusedOrReplaced() {
    RegistryRecord first = register(echo());
    assertEquals(Reason.EXISTS, reason(registry.register(echo(), IfExists.REFUSE)));

    Done same = assertInstanceOf(Done.class, registry.register(echo(), IfExists.REPLACE));
    assertFalse(same.changed());
    assertEquals(1, registry.revision(), "no revision for what is so already");

    time.passMs(7);
    Registration other = Registration.of(ECHO).about("Echo!", "", "core").build();
    Done replaced = assertInstanceOf(Done.class, registry.register(other, IfExists.REPLACE));
    assertTrue(replaced.changed());
    assertEquals(2, replaced.record().revision());
    assertEquals(first.stamp().registeredAtMs(), replaced.record().stamp().registeredAtMs());
    assertEquals(first.stamp().updatedAtMs() + 7, replaced.record().stamp().updatedAtMs());
  }

  @Test
  void updatesCompareTheRevision() {
    RegistryRecord record = register(echo());
    RecordUpdate update = RecordUpdate.health(Health.DEGRADED);
    Outcome done = registry.update(ECHO, record.revision(), update);
    assertEquals(2, assertInstanceOf(Done.class, done).record().revision());
    Refused conflict =
        assertInstanceOf(Refused.class, registry.update(ECHO, record.revision(), update));
    assertEquals(Reason.REVISION_CONFLICT, conflict.reason());
    assertEquals(2, conflict.revision());
    assertTrue(registry.update(ECHO, Registry.ANY_REVISION, update).isDone());
    assertEquals(2, registry.revision(), "an update that changes nothing makes no revision");
    assertEquals(Reason.NOT_FOUND, reason(registry.update(ECHO_2, 1, update)));
  }

  @Test
  void statusKeepsToItsTable() {
    for (Status from : Status.values()) {
      for (Status to : Status.values()) {
        RecordKey key = RecordKey.of(Kind.TOOL, from.label() + "-" + to.label(), "1.0.0");
        Status begin = from.mayBegin() ? from : Status.ACTIVE;
        register(Registration.of(key).status(begin).build());
        registry.update(key, Registry.ANY_REVISION, RecordUpdate.status(from));
        Outcome outcome = registry.update(key, Registry.ANY_REVISION, RecordUpdate.status(to));
        assertEquals(from.mayBecome(to), outcome.isDone(), from + " to " + to);
        assertEquals(from.mayBecome(to) ? to : from, registry.get(key).orElseThrow().status());
      }
    }
    Registration last = Registration.of(ECHO).status(Status.UNREGISTERING).build();
    assertEquals(Reason.TRANSITION, reason(registry.register(last, IfExists.REFUSE)));
  }

  @Test
  void whatIsDeregisteredIsGone() {
    RegistryRecord record = register(echo());
    assertEquals(Reason.REVISION_CONFLICT, reason(registry.deregister(ECHO, 99)));
    Done done = assertInstanceOf(Done.class, registry.deregister(ECHO, record.revision()));
    assertEquals(record, done.record());
    assertEquals(2, registry.revision());
    assertEquals(Optional.empty(), registry.get(ECHO));
    assertEquals(0, store.count());
    assertEquals(Reason.NOT_FOUND, reason(registry.deregister(ECHO, Registry.ANY_REVISION)));
  }

  @Test
  void findingsRefuse() {
    Registry strict =
        open(r -> List.of(Finding.of(FindingCode.NAME_MALFORMED, "/name", "kebab-case", "x")));
    Refused refused = assertInstanceOf(Refused.class, strict.register(echo(), IfExists.REFUSE));
    assertEquals(Reason.INVALID, refused.reason());
    assertEquals("/name", refused.findings().getFirst().path());
    assertEquals(0, strict.revision());
    assertEquals(1, strict.statistics().refused());
  }

  @Test
  void aFullStoreChangesNothing() {
    store = new FaultyStore(1);
    registry = open(RegistrationCheck.NONE);
    register(echo());
    assertEquals(
        Reason.FULL, reason(registry.register(Registration.of(ECHO_2).build(), IfExists.REFUSE)));
    assertEquals(1, registry.revision());
    assertEquals(1, registry.statistics().records());
    assertEquals(Optional.empty(), registry.get(ECHO_2));
    assertTrue(registry.deregister(ECHO, Registry.ANY_REVISION).isDone());
    assertTrue(registry.register(Registration.of(ECHO_2).build(), IfExists.REFUSE).isDone());
  }

  @Test
  void aFailedDiskEndsAllChanges() {
    register(echo());
    store.breakDisk();
    assertThrows(UncheckedIOException.class, registry::commit);
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class, () -> registry.deregister(ECHO, Registry.ANY_REVISION));
    assertTrue(thrown.getMessage().contains("no space left"), thrown.getMessage());
    assertEquals(0, registry.feed().revision(), "nothing uncommitted was shown");
  }

  @Test
  void changesAreShownOnceTheyAreCommitted() {
    List<String> seen = new ArrayList<>();
    Watcher watcher = new Watcher(registry.feed(), WatchFilter.ALL, 0);
    register(echo());
    registry.update(ECHO, 1, RecordUpdate.status(Status.MAINTENANCE));
    assertEquals(0, watcher.poll(100, change -> seen.add(change.toString())));
    registry.commit();
    registry.deregister(ECHO, 2);
    watcher.poll(100, change -> seen.add(change.toString()));
    assertEquals(
        List.of("1 REGISTERED tool/core.echo@1.0.0", "2 UPDATED tool/core.echo@1.0.0"), seen);
    registry.commit();
    registry.commit();
    assertEquals(2, store.commits(), "a commit of nothing does not reach the store");
    watcher.poll(100, change -> seen.add(change.toString()));
    assertEquals("3 REMOVED tool/core.echo@1.0.0", seen.getLast());
  }

  @Test
  void statisticsMakeNoRevision() {
    register(echo());
    Statistics used = new Statistics(10, 1, 5_000, time.time());
    assertTrue(registry.report(ECHO, used));
    assertEquals(1, registry.revision());
    assertEquals(used, registry.get(ECHO).orElseThrow().statistics());
    registry.update(ECHO, Registry.ANY_REVISION, RecordUpdate.health(Health.HEALTHY));
    assertEquals(
        used,
        open(RegistrationCheck.NONE).get(ECHO).orElseThrow().statistics(),
        "they are kept with the next change");
    assertFalse(registry.report(ECHO_2, used));
  }

  @Test
  void aStartFindsWhatWasThere() {
    RandomRecords records = new RandomRecords(new SplittableRandom(SEED), 20);
    for (int i = 0; i < 1_000; i++) {
      registry.register(records.registration(), IfExists.REPLACE);
    }
    Registry again = open(RegistrationCheck.NONE);
    assertEquals(registry.revision(), again.revision());
    assertEquals(registry.statistics().byKind(), again.statistics().byKind());
    Query all = Query.first(Filter.ALL, 1_000);
    assertEquals(registry.query(all).records(), again.query(all).records());
    Watcher late = new Watcher(again.feed(), WatchFilter.ALL, registry.revision());
    assertEquals(0, late.poll(10, change -> {}), "who knows all goes on");
    Watcher behind = new Watcher(again.feed(), WatchFilter.ALL, 5);
    assertTrue(behind.poll(10, change -> {}) < 0, "who does not must read all");
  }

  @Test
  void aDamagedRecordIsCountedAndNamed() {
    register(echo());
    register(Registration.of(ECHO_2).build());
    store.damage(ECHO, 2);
    DamagedRecordException thrown =
        assertThrows(DamagedRecordException.class, () -> registry.get(ECHO));
    assertTrue(thrown.getMessage().contains("tool/core.echo@1.0.0"), thrown.getMessage());
    Page page = registry.query(Query.first(Filter.ALL, 10));
    assertEquals(List.of(ECHO_2), page.records().stream().map(RegistryRecord::key).toList());
    assertEquals(1, page.damaged());
    assertEquals("tool/core.echo@1.0.0", registry.damage().getFirst().key());
    Registry again = open(RegistrationCheck.NONE);
    assertEquals(1, again.statistics().damaged());
    assertEquals("tool/core.echo@1.0.0", again.damage().getFirst().key());
    assertEquals(1, again.statistics().records());
    assertEquals(Optional.empty(), again.get(ECHO));
    assertTrue(again.register(echo(), IfExists.REFUSE).isDone(), "it can be registered anew");
    assertEquals(0, again.statistics().damaged());
    assertEquals(List.of(), again.damage());
  }

  @Test
  void theWallClockMayJump() {
    register(echo());
    long before = registry.get(ECHO).orElseThrow().stamp().updatedAtMs();
    time.jumpWallMs(-1_000_000);
    registry.update(ECHO, 1, RecordUpdate.health(Health.HEALTHY));
    assertEquals(before, registry.get(ECHO).orElseThrow().stamp().updatedAtMs());
    time.jumpWallMs(5_000_000);
    registry.update(ECHO, 2, RecordUpdate.health(Health.UNHEALTHY));
    assertEquals(before + 4_000_000, registry.get(ECHO).orElseThrow().stamp().updatedAtMs());
  }

  /** Beside a map that is changed in the same way, with a watcher that builds a third one. */
  @Test
  void agreesWithItsTwinAndItsWatcher() {
    SplittableRandom random = new SplittableRandom(SEED);
    RandomRecords records = new RandomRecords(random, 10);
    Map<RecordKey, Registration> twin = new HashMap<>();
    Map<RecordKey, RegistryRecord> watched = new HashMap<>();
    Watcher watcher = new Watcher(registry.feed(), WatchFilter.ALL, 0);
    for (int i = 0; i < 20_000; i++) {
      Registration registration = records.registration();
      RecordKey key = registration.key();
      Outcome outcome;
      if (random.nextInt(3) == 0) {
        outcome = registry.deregister(key, Registry.ANY_REVISION);
        assertEquals(twin.remove(key) != null, outcome.isDone());
      } else {
        outcome = registry.register(registration, IfExists.REFUSE);
        assertEquals(twin.putIfAbsent(key, registration) == null, outcome.isDone());
      }
      if (i % 100 == 0) {
        registry.commit();
        watcher.poll(1_000, change -> apply(change, watched));
      }
    }
    registry.commit();
    watcher.poll(1_000, change -> apply(change, watched));
    assertEquals(twin.keySet(), watched.keySet(), "-Daxiom.seed=" + SEED);
    twin.keySet().forEach(key -> assertEquals(registry.get(key).orElseThrow(), watched.get(key)));
    assertEquals(twin.size(), registry.statistics().records());
  }

  private static void apply(Change change, Map<RecordKey, RegistryRecord> records) {
    change
        .record()
        .ifPresentOrElse(
            record -> records.put(change.key(), record), () -> records.remove(change.key()));
  }
}
