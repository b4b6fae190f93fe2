package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.Reply;
import io.machinenative.axiom.client.ToolSummary;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of call, on every carrier, with engines and clients mounted every way. */
@ParameterizedClass
@EnumSource(Mount.class)
@TestInstance(Lifecycle.PER_CLASS)
class CallsTest {
  /** Longest payload of one Aeron IPC fragment before it is cut: the MTU without its header. */
  private static final int IPC_FRAGMENT_BYTES = 65_504 - 32;

  /** The same over UDP. */
  private static final int UDP_FRAGMENT_BYTES = 1408 - 32;

  private static final int PIPELINED_CALLS = 10_000;

  @Parameter Mount engineMount;

  private final TestTools tools = new TestTools();
  private EngineRig rig;

  static Stream<Arguments> clients() {
    return Stream.of(Carrier.values())
        .flatMap(carrier ->
            Stream.of(
                Arguments.of(carrier, Mount.DEDICATED), Arguments.of(carrier, Mount.INVOKER)));
  }

  @BeforeParameterizedClassInvocation
  void start(Mount engineMount) {
    rig =
        new EngineRig(
            engineMount,
            builder -> {
              tools.all().forEach(builder::tool);
              return builder;
            });
  }

  @AfterParameterizedClassInvocation
  void stop() {
    rig.close();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void echoesPayloadsOfAllSizes(Carrier carrier, Mount mount) {
    try (Caller caller = rig.connect(carrier, mount)) {
      for (int length : sizes()) {
        byte[] payload = Payloads.random(length, length);
        assertArrayEquals(payload, caller.echo(payload), () -> "an echo of " + length + " bytes");
      }
    }
  }

  /** Around each length at which a message begins to travel another way. */
  private static List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>(List.of(0, 1, 64, 1024, 1 << 20));
    int[] limits = {UDP_FRAGMENT_BYTES, IPC_FRAGMENT_BYTES, WireLimits.MAX_FRAME_BYTES};
    for (int limit : limits) {
      for (int off = -1; off <= 1; off++) {
        sizes.add(limit - WireLimits.INVOKE_OVERHEAD_BYTES + off);
        sizes.add(limit - WireLimits.RESULT_OVERHEAD_BYTES + off);
      }
    }
    return sizes;
  }

  @ParameterizedTest
  @MethodSource("clients")
  void callsTypedToolsInEveryForm(Carrier carrier, Mount mount) throws Exception {
    try (Caller caller = rig.connect(carrier, mount)) {
      AxiomClient client = caller.client();
      TestTools.Operands operands = new TestTools.Operands(40, 2);
      CallOptions options = Caller.patiently();
      assertEquals(
          new TestTools.Sum(42), client.call("test.add", operands, TestTools.Sum.class, options));
      assertEquals(
          new TestTools.Sum(42),
          caller.await(client.callAsync("test.add", operands, TestTools.Sum.class, options)));
      assertEquals(
          Map.of("sum", 42),
          Json.read(client.callJson("test.add", "{\"left\":40,\"right\":2}", options)));
      assertEquals(hash("abc"), hex(client, "{\"text\":\"abc\"}", options));
      String query = "{\"path\":\"$.a[1]\",\"document\":{\"a\":[1,2]}}";
      assertTrue(client.callJson("core.json-query", query, options).contains("2"));
      assertTrue(client.callJson("core.info", "{}", options).contains("\"axiom\""));
      assertTrue(client.callJson("core.sleep", "{\"millis\":1}", options).contains("sleptMillis"));
    }
  }

  private static String hex(AxiomClient client, String json, CallOptions options) {
    Map<?, ?> answer = (Map<?, ?>) Json.read(client.callJson("core.hash", json, options));
    return answer.get("hex").toString();
  }

  private static String hash(String text) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void tellsProgressInOrder(Carrier carrier, Mount mount) {
    try (Caller caller = rig.connect(carrier, mount)) {
      List<String> told = new ArrayList<>();
      CompletableFuture<Reply> reply =
          caller
              .client()
              .callAsync(
                  "test.progress",
                  ContentType.BINARY,
                  new byte[0],
                  Caller.patiently(),
                  (done, total, message) -> told.add(message + " of " + total));
      caller.await(reply);
      List<String> expected =
          Stream.iterate(1, i -> i + 1).limit(10).map(i -> "step " + i + " of 10.0").toList();
      assertEquals(expected, told);
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void cancelsWhatRunsAndWhatWaits(Carrier carrier, Mount mount) {
    try (Caller caller = rig.connect(carrier, mount)) {
      long cancelledBefore = rig.counter("calls-cancelled");
      List<CompletableFuture<Reply>> sleeping = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        sleeping.add(caller.begin("core.sleep", "{\"millis\":60000}", Caller.patiently()));
      }
      long blockingBefore = rig.counter("calls-blocking");
      caller.begin("core.sleep", "{\"millis\":0}", Caller.patiently());
      Await.until(
          () -> "the server has them: " + rig.counters(),
          () -> rig.counter("calls-blocking") > blockingBefore,
          caller::step);
      sleeping.forEach(future -> future.cancel(false));
      Await.until(
          () -> "five cancelled calls: " + rig.counters(),
          () -> rig.counter("calls-cancelled") == cancelledBefore + 5,
          caller::step);
      assertEquals(0, caller.echo(new byte[0]).length);
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void keepsDeadlines(Carrier carrier, Mount mount) {
    try (Caller caller = rig.connect(carrier, mount)) {
      CallOptions past = new CallOptions().deadlineNs(0);
      assertEquals(Status.DEADLINE_EXPIRED, caller.failure(caller.begin("core.echo", "{}", past)));
      CallOptions hurried = new CallOptions().deadlineNs(TimeUnit.MILLISECONDS.toNanos(60));
      long lateBefore = rig.counter("calls-late");
      Status status = caller.failure(caller.begin("core.sleep", "{\"millis\":60000}", hurried));
      assertTrue(
          status == Status.DEADLINE_EXCEEDED || status == Status.DEADLINE_EXPIRED,
          status::toString);
      Await.until(
          () -> "a late call: " + rig.counters(),
          () -> rig.counter("calls-late") > lateBefore || status == Status.DEADLINE_EXPIRED,
          caller::step);
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void refusesWrongRequests(Carrier carrier, Mount mount) {
    try (Caller caller = rig.connect(carrier, mount)) {
      AxiomClient client = caller.client();
      CallOptions options = Caller.patiently();
      assertEquals(
          Status.UNKNOWN_TOOL, caller.failure(caller.begin("no.such-tool", "{}", options)));
      assertEquals(
          Status.UNSUPPORTED_CONTENT_TYPE,
          caller.failure(
              client.callAsync("test.add", ContentType.TEXT, new byte[] {'1'}, options)));
      CallException refusal =
          assertThrows(
              CallException.class,
              () -> client.callJson("test.add", "{\"left\":5000,\"right\":1}", options));
      assertEquals(Status.INVALID_ARGUMENT, refusal.status());
      assertTrue(refusal.text().contains("left"), refusal.text());
      assertEquals(Status.INVALID_ARGUMENT, caller.failure(caller.begin("test.add", "{", options)));
      byte[] tooLong = new byte[WireLimits.DEFAULT_MAX_MESSAGE_BYTES];
      assertEquals(
          Status.MESSAGE_TOO_LARGE,
          caller.failure(client.callAsync("core.echo", ContentType.BINARY, tooLong, options)));
      assertEquals(0, caller.echo(new byte[0]).length);
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void pipelinesBeyondTheCreditWindow(Carrier carrier, Mount mount) {
    AxiomClient client =
        rig.client(carrier, mount).pendingCalls(PIPELINED_CALLS).creditWindow(32).connect();
    try (Caller caller = new Caller(client, mount)) {
      assertEquals(32, client.session().creditWindow());
      List<CompletableFuture<Reply>> replies = new ArrayList<>(PIPELINED_CALLS);
      for (int i = 0; i < PIPELINED_CALLS; i++) {
        replies.add(
            client.callAsync(
                "core.echo", ContentType.BINARY, Payloads.random(i % 200, i), Caller.patiently()));
      }
      for (int i = 0; i < PIPELINED_CALLS; i++) {
        assertArrayEquals(Payloads.random(i % 200, i), caller.await(replies.get(i)).bytes());
      }
      assertEquals(0, rig.counter("calls-beyond-credit"));
    }
  }

  @ParameterizedTest
  @EnumSource(Carrier.class)
  void answersARetryOnAnotherConnectionWithoutRunningTheToolAgain(Carrier carrier) {
    long replayedBefore = rig.counter("calls-replayed");
    CallOptions keyed =
        Caller.patiently()
            .idempotencyKey(0x5EED, 1 + carrier.ordinal() * 3L + engineMount.ordinal());
    TestTools.Nothing nothing = new TestTools.Nothing();
    try (Caller first = rig.connect(carrier, Mount.DEDICATED);
        Caller second = rig.connect(Carrier.TCP, Mount.INVOKER)) {
      TestTools.Run run = first.client().call("test.count", nothing, TestTools.Run.class, keyed);
      assertEquals(run, second.client().call("test.count", nothing, TestTools.Run.class, keyed));
      assertEquals(
          run.number() + 1,
          second
              .client()
              .call("test.count", nothing, TestTools.Run.class, Caller.patiently())
              .number());
    }
    assertEquals(replayedBefore + 1, rig.counter("calls-replayed"));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void pagesThroughTheCatalogue(Carrier carrier, Mount mount) {
    try (Caller caller = rig.connect(carrier, mount)) {
      List<String> names =
          caller.client().listTools("page.").stream().map(ToolSummary::name).toList();
      assertEquals(250, names.size());
      assertEquals("page.tool-000", names.getFirst());
      assertEquals("page.tool-249", names.getLast());
      assertEquals(rig.engine().info().tools(), caller.client().listTools().size());
      assertFalse(caller.client().describeTool("test.add").inputSchema().isEmpty());
      assertEquals(
          Status.UNKNOWN_TOOL,
          assertThrows(CallException.class, () -> caller.client().describeTool("no.such-tool"))
              .status());
    }
  }
}
