package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.RegistryClient;
import io.machinenative.axiom.client.RegistryWatch;
import io.machinenative.axiom.client.WatchEvent;
import io.machinenative.axiom.client.WatchOptions;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The registry's own messages, through real clients and carriers. */
class RegistryWireTest {
  private static final UnaryOperator<EngineBuilder> WITH_REGISTRY =
      builder -> builder.registry(RegistryOptions.DEFAULTS);

  private static Map<String, Object> service(String name) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("kind", "service");
    record.put("name", name);
    record.put("version", "1.0.0");
    record.put("title", "Zählt äußerst genau");
    record.put("category", "billing");
    record.put("tags", List.of("eu", "money"));
    record.put("capabilities", List.of("refund"));
    record.put("platform", "jvm");
    record.put("region", "eu-west");
    record.put("zone", "a");
    record.put("endpoints", List.of(Map.of("uri", "tcp://10.0.0.7:7400", "weight", 7)));
    record.put("configuration", Map.of("limit", 3));
    record.put("metadata", Map.of("owner", "billing"));
    record.put("leaseMs", 30_000L);
    return record;
  }

  private static String key(String name) {
    return "service/" + name + "@1.0.0";
  }

  /** What is changed before the server has taken it is not told. */
  private static void begun(RegistryWatch watch) {
    Await.until("the watch has begun", () -> watch.feedId().isPresent());
  }

  private static WatchEvent next(RegistryWatch watch) {
    try {
      return watch.next(Await.LIMIT_NS).orElseThrow();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static WatchEvent.Changed changed(RegistryWatch watch) {
    return (WatchEvent.Changed) next(watch);
  }

  /** Every operation, each with its refusals and its repeat. */
  @ParameterizedTest
  @EnumSource(Carrier.class)
  void keepsTheContractOverEveryCarrier(Carrier carrier) {
    Mount mount = carrier == Carrier.TCP ? Mount.INVOKER : Mount.DEDICATED;
    try (EngineRig rig = new EngineRig(Mount.SHARED, List.of(carrier), WITH_REGISTRY);
        AxiomClient client = rig.client(carrier, mount).connect()) {
      RegistryClient registry = new RegistryClient(client);
      try (RegistryWatch watch =
          registry.watch(WatchOptions.NOW.only(Optional.of("service"), ""))) {
        begun(watch);
        assertEquals("not-found", registry.deregister(key("a"), Optional.empty()).get("reason"));
        long revision = registers(registry);
        revision = updates(registry, revision);
        finds(registry, revision);
        removes(registry, revision);

        assertEquals("registered", changed(watch).type());
        WatchEvent.Changed updated = changed(watch);
        assertEquals("updated", updated.type());
        assertEquals("healthy", updated.record().orElseThrow().get("health"));
        WatchEvent.Changed removed = changed(watch);
        assertEquals("removed", removed.type());
        assertEquals(Optional.empty(), removed.record());
      }
      Map<String, Object> numbers = registry.statistics();
      assertEquals(0L, RegistryClient.number(numbers, "damaged"));
      long served = rig.engine().info().tools() + rig.engine().plugins().list().size();
      assertEquals(served, RegistryClient.number(numbers, "records"));
      assertTrue(RegistryClient.number(numbers, "refused") >= 9, numbers::toString);
    }
  }

  private static long registers(RegistryClient registry) {
    Map<String, Object> done = registry.register(service("a"), false);
    assertEquals(true, done.get("done"), done::toString);
    assertEquals(true, done.get("changed"));
    long revision = RegistryClient.number(done, "revision");
    Map<String, Object> there = registry.get(key("a")).orElseThrow();
    service("a")
        .forEach((name, value) ->
            assertEquals(
                Json.read(Json.write(value)), Json.read(Json.write(there.get(name))), name));

    assertEquals("exists", registry.register(service("a"), false).get("reason"));
    assertEquals(false, registry.register(service("a"), true).get("changed"), "a repeat");
    assertEquals(false, registry.register(service("a"), Optional.of(revision)).get("changed"));
    Map<String, Object> conflict = registry.register(service("a"), Optional.of(revision + 7));
    assertEquals("revision-conflict", conflict.get("reason"));
    assertEquals(revision, conflict.get("revision"));
    assertEquals(revision + 7, conflict.get("expectedRevision"));
    assertEquals("not-found", registry.register(service("b"), Optional.of(9L)).get("reason"));
    return revision;
  }

  private static long updates(RegistryClient registry, long revision) {
    Map<String, Object> healthy = Map.of("health", "healthy");
    Map<String, Object> done = registry.update(key("a"), Optional.of(revision), healthy);
    assertEquals(true, done.get("changed"), done::toString);
    long next = RegistryClient.number(done, "revision");
    Map<String, Object> conflict = registry.update(key("a"), Optional.of(revision), healthy);
    assertEquals("revision-conflict", conflict.get("reason"));
    String message = (String) conflict.get("message");
    assertTrue(message.contains("expected revision " + revision), message);
    assertTrue(message.contains("got " + next), message);
    assertEquals(false, registry.update(key("a"), Optional.empty(), healthy).get("changed"));
    assertEquals(
        "transition",
        registry.update(key("a"), Optional.empty(), Map.of("status", "registering")).get("reason"));
    Map<String, Object> invalid =
        registry.update(
            key("a"),
            Optional.empty(),
            Map.of(
                "record",
                Map.of(
                    "kind", "service", "name", "a", "version", "1.0.0", "tags", List.of("No!"))));
    assertEquals("invalid", invalid.get("reason"), invalid::toString);
    Map<?, ?> finding = (Map<?, ?>) ((List<?>) invalid.get("findings")).getFirst();
    assertFalse(((String) finding.get("code")).isEmpty());
    return next;
  }

  private static void finds(RegistryClient registry, long revision) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("kind", "service");
    all.put("name", "a");
    all.put("versions", "^1.0");
    all.put("platform", "jvm");
    all.put("category", "billing");
    all.put("region", "eu-west");
    all.put("zone", "a");
    all.put("tags", List.of("money", "eu"));
    all.put("capabilities", List.of("refund"));
    all.put("statuses", List.of("active", "error"));
    all.put("healths", List.of("healthy"));
    all.put("textPrefix", "zähl");
    all.put("registeredFromMs", 1L);
    all.put("updatedBeforeMs", Long.MAX_VALUE - 1);
    all.put("sort", "updated-at");
    all.put("descending", true);
    Map<String, Object> page = registry.query(all);
    assertEquals(1L, page.get("total"), page::toString);
    assertEquals(revision, page.get("revision"));
    all.put("zone", "b");
    assertEquals(0L, registry.query(all).get("total"));

    List<String> names = new ArrayList<>();
    Map<String, Object> criteria = new LinkedHashMap<>(Map.of("limit", 2, "kind", "tool"));
    String cursor;
    do {
      Map<String, Object> tools = registry.query(criteria);
      ((List<?>) tools.get("records"))
          .forEach(one -> names.add((String) ((Map<?, ?>) one).get("name")));
      cursor = (String) tools.get("next");
      criteria.put("cursor", cursor);
    } while (!cursor.isEmpty());
    assertEquals(names.stream().sorted().distinct().toList(), names);
    CallException wrong =
        assertThrows(CallException.class, () -> registry.query(Map.of("cursor", "xyz")));
    assertEquals(Status.INVALID_ARGUMENT, wrong.status());
    CallException noKey = assertThrows(CallException.class, () -> registry.get("nonsense"));
    assertEquals(Status.INVALID_ARGUMENT, noKey.status());
  }

  private static void removes(RegistryClient registry, long revision) {
    assertEquals(
        Map.of(key("a"), "renewed", key("b"), "unknown"),
        registry.heartbeat(List.of(key("a"), key("b"))));
    Map<String, Object> conflict = registry.deregister(key("a"), Optional.of(revision + 1));
    assertEquals("revision-conflict", conflict.get("reason"));
    assertEquals(true, registry.deregister(key("a"), Optional.of(revision)).get("done"));
    assertEquals("not-found", registry.deregister(key("a"), Optional.empty()).get("reason"));
    assertEquals(Optional.empty(), registry.get(key("a")));
  }

  @Test
  void aSlowWatcherHoldsUpNobodyAndMissesNothing() {
    int records = 3 * RegistryWatch.CREDIT;
    try (EngineRig rig = new EngineRig(Mount.SHARED, List.of(Carrier.TCP), WITH_REGISTRY);
        AxiomClient writer = rig.client(Carrier.TCP, Mount.DEDICATED).connect();
        AxiomClient reader = rig.client(Carrier.TCP, Mount.DEDICATED).connect()) {
      RegistryClient registry = new RegistryClient(writer);
      WatchOptions from =
          WatchOptions.after(RegistryClient.number(registry.statistics(), "revision"));
      try (RegistryWatch slow = new RegistryClient(reader).watch(from);
          RegistryWatch quick = new RegistryClient(reader).watch(from)) {
        for (int i = 0; i < records; i++) {
          registry.register(service("s" + i), true);
          assertEquals(key("s" + i), changed(quick).key());
        }
        // What was pushed to both: all to one, no more than its credit to the other.
        long pushed = rig.counter("changes-pushed");
        assertTrue(pushed <= records + RegistryWatch.CREDIT, "pushed " + pushed);
        for (int i = 0; i < records; i++) {
          assertEquals(key("s" + i), changed(slow).key());
        }
        assertEquals(2, rig.counter("watches-now"));
      }
      Await.until("no watch", () -> rig.counter("watches-now") == 0);
    }
  }

  @Test
  void aWatchGoesOnWhenItsServerComesBack(@TempDir Path data) {
    String address = "tcp://127.0.0.1:0";
    Engine first = start(address, data);
    address = first.addresses().getFirst();
    try (AxiomClient client = AxiomClient.builder().at(address).connect()) {
      RegistryClient registry = new RegistryClient(client);
      try (RegistryWatch watch =
          registry.watch(WatchOptions.NOW.only(Optional.of("service"), ""))) {
        begun(watch);
        registry.register(service("before"), false);
        assertEquals(key("before"), changed(watch).key());
        UUID firstFeed = watch.feedId().orElseThrow();
        first.close();
        try (Engine second = start(address, data)) {
          Await.until("a session", client::isConnected);
          registry.register(service("after"), false);
          assertEquals(key("after"), changed(watch).key());
          assertFalse(watch.feedId().orElseThrow().equals(firstFeed), "each run has a feed");
          assertEquals(List.of(), second.errors());
        }
      }
    } finally {
      first.close();
    }
  }

  private static Engine start(String address, Path data) {
    return Engine.builder()
        .mount(Mount.SHARED)
        .listen(address)
        .dataDirectory(data)
        .registry(RegistryOptions.DEFAULTS)
        .start();
  }

  @Test
  void aServerWithoutARegistrySaysSo() {
    try (EngineRig rig = new EngineRig(Mount.SHARED, List.of(Carrier.INPROC), b -> b);
        AxiomClient client = rig.client(Carrier.INPROC, Mount.DEDICATED).connect()) {
      RegistryClient registry = new RegistryClient(client);
      CallException none = assertThrows(CallException.class, registry::statistics);
      assertEquals(Status.NOT_SUPPORTED, none.status());
      try (RegistryWatch watch = registry.watch(WatchOptions.NOW)) {
        Await.until("the end of the watch", () -> hasFailed(watch));
      }
    }
  }

  private static boolean hasFailed(RegistryWatch watch) {
    try {
      return watch.next(0).isPresent();
    } catch (CallException e) {
      return e.status() == Status.NOT_SUPPORTED;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
