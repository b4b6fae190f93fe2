package io.machinenative.axiom.engine.edge;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Icon;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.EngineBuilder;
import io.machinenative.axiom.engine.config.EdgeConfig;
import io.machinenative.axiom.engine.config.TaskConfig;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import io.machinenative.axiom.samples.conformance.ConformancePlugin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** An engine with an edge, and tools that wait, fail and add. */
final class EdgeRig implements AutoCloseable {
  static final int BODY_BYTES = 64 * 1024;

  /** Of the server. */
  static final String ICON = "data:image/svg+xml,%3Csvg/%3E";

  /** What {@code test.add} takes. */
  record Operands(@Constraint(minimum = 0, maximum = 1000) int left, int right) {}

  /** What {@code test.add} answers. */
  record Sum(long sum) {}

  /** Nothing. */
  record Nothing() {}

  /** Says that {@code test.wait} runs. */
  final Semaphore running = new Semaphore(0);

  /** Says that {@code test.wait} was interrupted. */
  final CountDownLatch interrupted = new CountDownLatch(1);

  /** Says that {@code test.flood}, which reports progress for ever, was told to stop. */
  final CountDownLatch flooded = new CountDownLatch(1);

  /** Messages of {@code test.drip}, which reports progress, one message after the other. */
  final AtomicInteger dripped = new AtomicInteger();

  private static final long DRIP_NS = 250_000;

  private final Engine engine;

  EdgeRig(EdgeConfig config) {
    this(config, Optional.empty());
  }

  /**
   * @param data where the engine keeps what outlives it
   */
  EdgeRig(EdgeConfig config, Optional<Path> data) {
    EngineBuilder builder = Engine.builder();
    data.ifPresent(builder::dataDirectory);
    engine =
        builder
            .plugin(new CoreToolsPlugin())
            .plugin(new ConformancePlugin())
            .tool(
                Tool.named("test.add")
                    .typed(
                        Operands.class,
                        Sum.class,
                        (operands, call) -> new Sum((long) operands.left() + operands.right()))
                    .build())
            .tool(
                Tool.named("test.fail")
                    .typed(
                        Nothing.class,
                        Sum.class,
                        (nothing, call) -> {
                          throw ToolException.error("out of stock");
                        })
                    .build())
            .tool(
                Tool.named("test.wait")
                    .blocking()
                    .typed(
                        Nothing.class,
                        Sum.class,
                        (nothing, call) -> {
                          running.release();
                          try {
                            new CountDownLatch(1).await();
                          } finally {
                            interrupted.countDown();
                          }
                          return new Sum(0);
                        })
                    .build())
            .tool(
                Tool.named("test.flood")
                    .blocking()
                    .typed(
                        Nothing.class,
                        Sum.class,
                        (nothing, call) -> {
                          String message = "x".repeat(1000);
                          int done = 0;
                          while (!call.isCancelled()) {
                            call.progress(done++, Double.NaN, message);
                          }
                          flooded.countDown();
                          return new Sum(done);
                        })
                    .build())
            .tool(
                Tool.named("test.drip")
                    .blocking()
                    .typed(
                        Nothing.class,
                        Sum.class,
                        (nothing, call) -> {
                          String message = "x".repeat(1000);
                          while (!call.isCancelled()) {
                            call.progress(dripped.incrementAndGet(), Double.NaN, message);
                            LockSupport.parkNanos(DRIP_NS);
                          }
                          return new Sum(dripped.get());
                        })
                    .build())
            .edge(config)
            .listen("http://127.0.0.1:0")
            .start();
  }

  /** A small limit for bodies, and times that a test can wait for. */
  static EdgeConfig config(long idleNs, long requestNs) {
    return config(idleNs, requestNs, EdgeConfig.defaults().tasks());
  }

  static EdgeConfig config(long idleNs, long requestNs, TaskConfig tasks) {
    EdgeConfig usual = EdgeConfig.defaults();
    return new EdgeConfig(
        Optional.empty(),
        List.of("tools.example"),
        List.of("https://app.example"),
        BODY_BYTES,
        8 * 1024,
        16,
        usual.streams(),
        usual.compressBytes(),
        idleNs,
        requestNs,
        usual.sessionIdleNs(),
        usual.inputNs(),
        usual.keepAliveNs(),
        tasks,
        usual.console(),
        Optional.of(Icon.of(ICON, "image/svg+xml")));
  }

  static EdgeConfig usualConfig(TaskConfig tasks) {
    return config(60_000_000_000L, 20_000_000_000L, tasks);
  }

  /** One that closes who is silent or slow within a fraction of a second. */
  static EdgeRig impatient() {
    return new EdgeRig(config(300_000_000L, 300_000_000L));
  }

  static EdgeRig usual() {
    return new EdgeRig(usualConfig(EdgeConfig.defaults().tasks()));
  }

  Engine engine() {
    return engine;
  }

  RawHttp connect() {
    return new RawHttp(engine.addresses().getFirst());
  }

  /** A request of the newer era. */
  static String stateless(String id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\""
        + method
        + "\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
        + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{}}}"
        + (params.isEmpty() ? "" : ",")
        + params
        + "}}";
  }

  /** The header fields that go with it. */
  static String fields(String method, String name) {
    return "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: "
        + method
        + "\r\n"
        + (name.isEmpty() ? "" : "Mcp-Name: " + name + "\r\n");
  }

  static Map<?, ?> json(String text) {
    return (Map<?, ?>) Json.read(text);
  }

  /** What lies at a path of names and indices. */
  static Object at(Object value, Object... path) {
    Object found = value;
    for (Object step : path) {
      found =
          step instanceof Integer index
              ? ((List<?>) found).get(index)
              : ((Map<?, ?>) found).get(step);
    }
    return found;
  }

  @Override
  public void close() {
    engine.close();
  }
}
