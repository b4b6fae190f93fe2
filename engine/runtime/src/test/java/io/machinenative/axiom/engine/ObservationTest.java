package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.LogLevel;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.counters.LatencyHistogram;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server tells of itself by tools: numbers that add up, who is there, what happened. */
class ObservationTest {
  private static final int CALLS = 40;

  private Engine engine;
  private AxiomClient client;

  @BeforeEach
  void start() {
    engine =
        Engine.builder()
            .mount(Mount.SHARED)
            .observed()
            .plugin(new CoreToolsPlugin())
            .tool(
                Tool.named("test.broken")
                    .worker()
                    .raw(
                        ContentType.JSON,
                        call -> {
                          throw new IllegalStateException("the wheel came off");
                        })
                    .build())
            .listen("inproc:observed")
            .listen("tcp://127.0.0.1:0")
            .start();
    client = AxiomClient.builder().inproc(engine.inproc()).name("watcher").connect();
  }

  @AfterEach
  void stop() {
    client.close();
    engine.close();
  }

  private Map<?, ?> call(String tool, String arguments) {
    byte[] reply =
        client
            .call(
                tool,
                ContentType.JSON,
                arguments.getBytes(StandardCharsets.UTF_8),
                Caller.patiently())
            .bytes();
    return (Map<?, ?>) Json.read(reply);
  }

  private Map<?, ?> called(String tool) {
    Map<?, ?> stats = call("core.stats", "{\"buckets\":true}");
    return ((List<?>) stats.get("called"))
        .stream()
            .map(each -> (Map<?, ?>) each)
            .filter(each -> each.get("name").equals(tool))
            .findFirst()
            .orElseThrow(() -> new AssertionError(tool + " is not in " + stats));
  }

  @Test
  void callsAreCountedByToolWithTheirLatency() {
    long beforeNs = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      call("core.hash", "{\"text\":\"x\"}");
      call("core.echo", "{}");
      assertThrows(CallException.class, () -> call("test.broken", "{}"));
    }
    long passedNs = System.nanoTime() - beforeNs;

    Map<?, ?> worker = called("core.hash");
    assertEquals(CALLS, worker.get("calls"));
    assertEquals(0, worker.get("failed"));
    assertEquals("worker", worker.get("mode"));
    Map<?, ?> latency = (Map<?, ?>) worker.get("latency");
    assertEquals(CALLS, latency.get("count"), "every call of a worker is timed");
    long maxNs = ((Number) latency.get("maxNs")).longValue();
    assertTrue(maxNs > 0 && maxNs <= passedNs * 1.07, maxNs + " ns of " + passedNs);
    assertTrue(((Number) latency.get("p50Ns")).longValue() <= maxNs);
    List<?> buckets = (List<?>) latency.get("buckets");
    long sum = 0;
    for (int i = 0; i < buckets.size(); i += 2) {
      assertTrue((int) buckets.get(i) < LatencyHistogram.BUCKETS);
      sum += (int) buckets.get(i + 1);
    }
    assertEquals(CALLS, sum);

    assertEquals(CALLS, called("core.echo").get("calls"));
    int timed = (int) ((Map<?, ?>) called("core.echo").get("latency")).get("count");
    assertTrue(timed >= 1 && timed <= CALLS, "an inline tool is timed now and then: " + timed);
    assertEquals(CALLS, called("test.broken").get("calls"));
    assertEquals(CALLS, called("test.broken").get("failed"));
  }

  @Test
  void everySessionIsListedWithItsCarrier() {
    String address =
        engine.addresses().stream().filter(each -> each.startsWith("tcp:")).findFirst().get();
    try (AxiomClient other = AxiomClient.builder().name("guest").at(address).connect()) {
      Map<?, ?> answer = call("core.sessions", "{}");
      assertEquals(2, answer.get("count"));
      List<?> clients =
          ((List<?>) answer.get("sessions"))
              .stream().map(each -> ((Map<?, ?>) each).get("client")).sorted().toList();
      assertEquals(List.of("guest", "watcher"), clients);
      assertEquals(1, ((List<?>) call("core.sessions", "{\"limit\":1}").get("sessions")).size());
    }
  }

  @Test
  void theLogTellsTheStartPluginsAndEachErrorOnce() {
    for (int i = 0; i < 3; i++) {
      assertThrows(CallException.class, () -> call("test.broken", "{}"));
    }
    Map<?, ?> log = call("core.log", "{}");
    List<?> lines = (List<?>) log.get("lines");
    assertTrue(lines.toString().contains("plugin core-tools"), () -> "" + lines);
    assertTrue(lines.toString().contains("ready at inproc:observed"), () -> "" + lines);
    List<?> errors =
        (List<?>) call("core.log", "{\"level\":\"" + LogLevel.ERROR.label() + "\"}").get("lines");
    assertEquals(1, errors.size());
    assertEquals(
        "java.lang.IllegalStateException: the wheel came off",
        ((Map<?, ?>) errors.getFirst()).get("text"));
    Map<?, ?> nothing = call("core.log", "{\"after\":" + log.get("last") + "}");
    assertEquals(List.of(), nothing.get("lines"));
  }
}
