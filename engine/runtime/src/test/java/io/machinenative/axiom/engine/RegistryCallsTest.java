package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.RegistryClient;
import io.machinenative.axiom.client.RegistryWatch;
import io.machinenative.axiom.client.WatchEvent;
import io.machinenative.axiom.client.WatchOptions;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The registry through real clients and carriers, and through the end of its engine. */
class RegistryCallsTest {
  private static final UnaryOperator<EngineBuilder> WITH_REGISTRY =
      builder -> builder.registry(RegistryOptions.DEFAULTS);

  private static Map<String, Object> service(String name, String version) {
    return Map.of(
        "kind",
        "service",
        "name",
        name,
        "version",
        version,
        "title",
        "Takes payments",
        "tags",
        List.of("money"),
        "endpoints",
        List.of(Map.of("uri", "tcp://10.0.0.7:7400")));
  }

  @ParameterizedTest
  @EnumSource(Carrier.class)
  void registersFindsChangesAndRemoves(Carrier carrier) {
    try (EngineRig rig = new EngineRig(Mount.SHARED, List.of(carrier), WITH_REGISTRY);
        AxiomClient client = rig.client(carrier, Mount.DEDICATED).connect()) {
      RegistryClient registry = new RegistryClient(client);
      String key = "service/payments-checkout-service-v2@2.1.0";
      Map<String, Object> record = service("payments-checkout-service-v2", "2.1.0");

      Map<String, Object> done = registry.register(record, false);
      assertEquals(true, done.get("done"), done::toString);
      assertEquals("exists", registry.register(record, false).get("reason"));
      Map<String, Object> found = registry.get(key).orElseThrow();
      assertEquals(List.of("money"), found.get("tags"));
      long revision = RegistryClient.number(found, "revision");

      Map<String, Object> late =
          registry.update(key, Optional.of(revision + 1), Map.of("health", "healthy"));
      assertEquals("revision-conflict", late.get("reason"));
      assertEquals(revision, RegistryClient.number(late, "revision"));
      assertEquals(
          true,
          registry.update(key, Optional.of(revision), Map.of("health", "healthy")).get("done"));

      Map<String, Object> page =
          registry.query(Map.of("versions", "^2.0", "tags", List.of("money"), "limit", 10));
      assertEquals(1L, RegistryClient.number(page, "total"));
      assertEquals(true, registry.deregister(key, Optional.empty()).get("done"));
      assertEquals(Optional.empty(), registry.get(key));
      assertEquals("not-found", registry.deregister(key, Optional.empty()).get("reason"));
    }
  }

  @Test
  void holdsARecordOfEveryToolAndFollowsItsChanges() {
    try (EngineRig rig = new EngineRig(Mount.SHARED, List.of(Carrier.INPROC), WITH_REGISTRY);
        AxiomClient client = rig.client(Carrier.INPROC, Mount.DEDICATED).connect()) {
      RegistryClient registry = new RegistryClient(client);
      TreeSet<String> names = new TreeSet<>();
      long revision =
          registry.forEach(
              Map.of("kind", "tool"), record -> names.add((String) record.get("name")));
      TreeSet<String> served = new TreeSet<>();
      client.listTools().forEach(tool -> served.add(tool.name()));
      assertEquals(served, names);

      try (RegistryWatch watch = registry.watch(WatchOptions.after(revision))) {
        rig.engine()
            .add(List.of(Tool.named("late.tool").raw(ContentType.BINARY, call -> {}).build()))
            .join();
        WatchEvent.Changed change = changed(watch);
        assertEquals("tool/late.tool@1.0.0", change.key());
        assertEquals("registered", change.type());
      }
    }
  }

  private static WatchEvent.Changed changed(RegistryWatch watch) {
    try {
      return (WatchEvent.Changed) watch.next(Await.LIMIT_NS).orElseThrow();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyWatcherIsToldAndALateOneMissesNothing() throws InterruptedException {
    int watchers = 50;
    try (EngineRig rig = new EngineRig(Mount.SHARED, List.of(Carrier.INPROC), WITH_REGISTRY);
        AxiomClient client = rig.client(Carrier.INPROC, Mount.DEDICATED).connect()) {
      RegistryClient registry = new RegistryClient(client);
      long revision = RegistryClient.number(registry.statistics(), "revision");
      List<RegistryWatch> watches = new ArrayList<>();
      for (int i = 0; i < watchers; i++) {
        watches.add(registry.watch(WatchOptions.after(revision).only(Optional.of("service"), "b")));
      }
      registry.register(service("a-service", "1.0.0"), false);
      registry.register(service("b-service", "1.0.0"), false);
      for (RegistryWatch each : watches) {
        assertEquals("service/b-service@1.0.0", changed(each).key());
        each.close();
      }
      try (RegistryWatch late = registry.watch(WatchOptions.after(revision))) {
        assertEquals("service/a-service@1.0.0", changed(late).key());
        assertEquals("service/b-service@1.0.0", changed(late).key());
        assertEquals(Optional.empty(), late.next(1));
      }
      try (RegistryWatch foreign = registry.watch(WatchOptions.after(revision + 1000))) {
        WatchEvent first = foreign.next(Await.LIMIT_NS).orElseThrow();
        assertEquals(new WatchEvent.Resync(revision + 2), first);
      }
    }
  }

  @Test
  void badArgumentsAreNamed() {
    try (EngineRig rig = new EngineRig(Mount.SHARED, List.of(Carrier.INPROC), WITH_REGISTRY);
        AxiomClient client = rig.client(Carrier.INPROC, Mount.DEDICATED).connect()) {
      assertRefused(client, "registry.get", "{}", "key");
      assertRefused(client, "registry.get", "{\"key\":\"x\"}", "kind/name@version");
      assertRefused(client, "registry.query", "{\"limit\":0}", "/limit");
      assertRefused(client, "registry.query", "{\"cursor\":\"x\"}", "cursor");
      assertRefused(client, "registry.query", "{\"versions\":\"><\"}", "><");
      assertRefused(client, "registry.register", "{\"record\":{\"kind\":\"x\"}}", "/record");
      assertRefused(client, "registry.watch", "{\"after\":-1}", "/after");
      Map<String, Object> invalid =
          new RegistryClient(client)
              .register(
                  Map.of(
                      "kind",
                      "service",
                      "name",
                      "s",
                      "version",
                      "1.0.0",
                      "endpoints",
                      List.of(Map.of("uri", "not a uri"))),
                  false);
      assertEquals("invalid", invalid.get("reason"));
      assertFalse(((List<?>) invalid.get("findings")).isEmpty());
    }
  }

  private static void assertRefused(AxiomClient client, String tool, String json, String expected) {
    CallException thrown = assertThrows(CallException.class, () -> client.callJson(tool, json));
    assertEquals(Status.INVALID_ARGUMENT, thrown.status());
    assertTrue(thrown.getMessage().contains(expected), thrown.getMessage());
  }

  @Test
  void isThereAgainAfterTheEnginesEnd(@TempDir Path data) {
    for (int life = 1; life <= 3; life++) {
      try (Engine engine =
              Engine.builder()
                  .mount(Mount.SHARED)
                  .listen("inproc:registry")
                  .dataDirectory(data)
                  .registry(RegistryOptions.DEFAULTS)
                  .start();
          AxiomClient client = AxiomClient.builder().inproc(engine.inproc()).connect()) {
        RegistryClient registry = new RegistryClient(client);
        assertEquals(true, registry.register(service("life-" + life, "1.0.0"), false).get("done"));
        Map<String, Object> services = registry.query(Map.of("kind", "service"));
        assertEquals(life, RegistryClient.number(services, "total"));
        Map<String, Object> tools = registry.query(Map.of("kind", "tool", "limit", 100));
        assertEquals(engine.info().tools(), RegistryClient.number(tools, "total"));
        assertEquals(List.of(), engine.errors());
      }
    }
  }
}
