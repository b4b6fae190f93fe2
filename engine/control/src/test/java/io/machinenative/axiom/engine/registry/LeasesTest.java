package io.machinenative.axiom.engine.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.registry.Registry.IfExists;
import io.machinenative.axiom.engine.registry.feed.Change;
import io.machinenative.axiom.engine.registry.feed.WatchFilter;
import io.machinenative.axiom.engine.registry.feed.Watcher;
import io.machinenative.axiom.engine.registry.model.Content;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RecordUpdate;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Status;
import io.machinenative.axiom.engine.registry.validation.RegistrationCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What silence, heartbeats and coming and going do to records. */
class LeasesTest {
  private static final RecordKey KEY = RecordKey.service("pay-card-service-v1", "1.0.0", "a:1");
  private static final long LEASE_MS = 10_000;
  private static final long HALF_LIFE_MS = 60_000;

  private final ManualTime time = new ManualTime();
  private final FaultyStore store = new FaultyStore(Long.MAX_VALUE);
  private Registry registry = open(RegistryConfig.DEFAULTS);

  private Registry open(RegistryConfig config) {
    return new Registry(store, config, RegistrationCheck.NONE, time, time);
  }

  private static Registration leased(Status status) {
    return Registration.of(KEY).status(status).health(Health.HEALTHY).leaseMs(LEASE_MS).build();
  }

  private void register(Status status) {
    assertTrue(registry.register(leased(status), IfExists.REPLACE).isDone());
  }

  private RegistryRecord record() {
    return registry.get(KEY).orElseThrow();
  }

  private void expire() {
    time.passMs(LEASE_MS);
    assertEquals(1, registry.poll());
  }

  @Test
  void silenceMakesInactiveAndAHeartbeatBringsBack() {
    for (Status status : List.of(Status.REGISTERING, Status.ACTIVE, Status.DEPRECATED)) {
      registry = open(RegistryConfig.DEFAULTS);
      register(status);
      time.passMs(LEASE_MS - 1);
      assertEquals(0, registry.poll());
      time.passMs(1);
      assertEquals(1, registry.poll());
      assertEquals(Status.INACTIVE, record().status());
      assertEquals(Health.UNKNOWN, record().health());
      assertEquals(Optional.of(status), record().lease().expiredFrom());
      assertEquals(Heartbeat.REVIVED, registry.heartbeat(KEY));
      assertEquals(status, record().status());
      assertFalse(record().lease().isExpired());
      assertEquals(Heartbeat.RENEWED, registry.heartbeat(KEY));
      registry.deregister(KEY, Registry.ANY_REVISION);
    }
  }

  @Test
  void heartbeatsMakeNoRevision() {
    register(Status.ACTIVE);
    long revision = registry.revision();
    for (int i = 0; i < 100; i++) {
      time.passMs(LEASE_MS - 1);
      assertEquals(Heartbeat.RENEWED, registry.heartbeat(KEY));
      assertEquals(0, registry.poll());
    }
    assertEquals(revision, registry.revision());
    assertEquals(100, registry.statistics().heartbeats());
  }

  @Test
  void onlyTheOwnerRenews() {
    register(Status.ACTIVE);
    time.passMs(LEASE_MS / 2);
    registry.update(KEY, Registry.ANY_REVISION, RecordUpdate.health(Health.DEGRADED));
    time.passMs(LEASE_MS / 2);
    assertEquals(1, registry.poll(), "an update by somebody is no heartbeat");
    registry.update(KEY, Registry.ANY_REVISION, RecordUpdate.content(content("x")));
    assertTrue(record().lease().isExpired(), "nor does it bring back");
    registry.update(KEY, Registry.ANY_REVISION, RecordUpdate.status(Status.ACTIVE));
    assertFalse(record().lease().isExpired(), "who says active means it");
    assertEquals(Heartbeat.RENEWED, registry.heartbeat(KEY));
  }

  private static Content content(String title) {
    return Registration.of(KEY).about(title, "", "").build().content();
  }

  @Test
  void inMaintenanceNothingExpires() {
    register(Status.ACTIVE);
    registry.update(KEY, Registry.ANY_REVISION, RecordUpdate.status(Status.MAINTENANCE));
    time.passMs(100 * LEASE_MS);
    registry.poll();
    assertEquals(Status.MAINTENANCE, record().status());
    registry.update(KEY, Registry.ANY_REVISION, RecordUpdate.status(Status.ACTIVE));
    expire();
    assertEquals(Status.INACTIVE, record().status());
  }

  @Test
  void anErrorStaysOneAndIsForgotten() {
    register(Status.ERROR);
    expire();
    assertEquals(Status.ERROR, record().status());
    time.passMs(RegistryConfig.DEFAULTS.retentionNs() / 1_000_000);
    assertEquals(1, registry.poll());
    assertEquals(Optional.empty(), registry.get(KEY));
  }

  @Test
  void whatIsNotRetainedIsRemovedAtOnce() {
    registry = open(RegistryConfig.DEFAULTS.withRetentionNs(0));
    register(Status.ACTIVE);
    expire();
    assertEquals(Optional.empty(), registry.get(KEY));
    assertEquals(Heartbeat.UNKNOWN, registry.heartbeat(KEY));
  }

  @Test
  void heartbeatsOfOthersAreTold() {
    RecordKey unleased = RecordKey.service("pay-card-service-v1", "1.0.0", "b:1");
    registry.register(Registration.of(unleased).build(), IfExists.REFUSE);
    assertEquals(Heartbeat.UNLEASED, registry.heartbeat(unleased));
    assertEquals(Heartbeat.UNKNOWN, registry.heartbeat(KEY));
  }

  @Test
  void theFeedTellsWhatHappened() {
    List<Change.Type> types = new ArrayList<>();
    Watcher watcher = new Watcher(registry.feed(), WatchFilter.ALL, 0);
    register(Status.ACTIVE);
    expire();
    registry.heartbeat(KEY);
    expire();
    time.passMs(RegistryConfig.DEFAULTS.retentionNs() / 1_000_000);
    registry.poll();
    registry.commit();
    watcher.poll(100, change -> types.add(change.type()));
    assertEquals(
        List.of(
            Change.Type.REGISTERED,
            Change.Type.EXPIRED,
            Change.Type.REVIVED,
            Change.Type.EXPIRED,
            Change.Type.REMOVED),
        types);
  }

  @Test
  void whoComesAndGoesTooOftenIsSuppressed() {
    register(Status.ACTIVE);
    for (int i = 0; i < 3; i++) {
      expireQuickly();
      assertEquals(Heartbeat.REVIVED, registry.heartbeat(KEY), "time " + i);
    }
    expireQuickly();
    assertEquals(Heartbeat.SUPPRESSED, registry.heartbeat(KEY));
    assertEquals(Status.INACTIVE, record().status());
    assertEquals(1, registry.statistics().suppressed());

    registry.register(leased(Status.ACTIVE), IfExists.REPLACE);
    assertEquals(Status.INACTIVE, record().status(), "registering anew does not help");

    for (int i = 0; i < 4 * HALF_LIFE_MS / 5_000; i++) {
      time.passMs(5_000);
      registry.heartbeat(KEY);
      registry.poll();
    }
    assertEquals(Status.ACTIVE, record().status(), "being calm does");
    assertEquals(0, registry.statistics().suppressed());
  }

  /** So short that penalties hardly decay. */
  private void expireQuickly() {
    RecordUpdate update =
        RecordUpdate.of(Registration.of(KEY).status(Status.ACTIVE).leaseMs(1).build());
    registry.update(KEY, Registry.ANY_REVISION, update);
    time.passMs(1);
    assertEquals(1, registry.poll());
  }

  @Test
  void whoIsSuppressedAndSilentStaysInactive() {
    register(Status.ACTIVE);
    for (int i = 0; i < 5; i++) {
      expireQuickly();
      registry.heartbeat(KEY);
    }
    time.passMs(10 * HALF_LIFE_MS);
    registry.poll();
    assertEquals(Status.INACTIVE, record().status());
    assertEquals(Heartbeat.REVIVED, registry.heartbeat(KEY), "until it is heard of");
  }

  @Test
  void afterAStartLeasesHaveTheirWholeTime() {
    register(Status.ACTIVE);
    time.passMs(LEASE_MS - 1);
    registry = open(RegistryConfig.DEFAULTS);
    time.passMs(LEASE_MS - 1);
    assertEquals(0, registry.poll());
    time.passMs(1);
    assertEquals(1, registry.poll());
    registry = open(RegistryConfig.DEFAULTS);
    assertEquals(Heartbeat.REVIVED, registry.heartbeat(KEY), "it is known that it expired");
    assertEquals(Status.ACTIVE, record().status());
  }

  @Test
  void aFullDiskOnlyPutsItOff() {
    register(Status.ACTIVE);
    store.fillDisk(true);
    expire();
    assertEquals(Status.ACTIVE, record().status());
    assertEquals(1, registry.statistics().unwritten());
    assertFalse(registry.deregister(KEY, Registry.ANY_REVISION).isDone());
    store.fillDisk(false);
    expire();
    assertEquals(Status.INACTIVE, record().status());
    store.fillDisk(true);
    assertEquals(Heartbeat.SUPPRESSED, registry.heartbeat(KEY));
    time.passMs(RegistryConfig.DEFAULTS.retentionNs() / 1_000_000);
    registry.poll();
    assertEquals(Status.INACTIVE, record().status());
    store.fillDisk(false);
    assertEquals(Heartbeat.REVIVED, registry.heartbeat(KEY));
  }

  @Test
  void theBrakeIsTold() {
    for (int i = 0; i < 100; i++) {
      RecordKey key = RecordKey.service("pay-card-service-v1", "1.0.0", "i" + i);
      registry.register(Registration.of(key).leaseMs(LEASE_MS).build(), IfExists.REFUSE);
    }
    time.jumpNs(3_600_000_000_000L);
    assertEquals(0, registry.poll());
    RegistryStatistics statistics = registry.statistics();
    assertTrue(statistics.brakeHolding());
    assertEquals(100, statistics.overdue());
    assertEquals(100, statistics.byStatus().get(Status.ACTIVE));
    time.jumpNs(-7_200_000_000_000L);
    assertEquals(0, registry.poll(), "a clock that goes back stands still");
  }
}
