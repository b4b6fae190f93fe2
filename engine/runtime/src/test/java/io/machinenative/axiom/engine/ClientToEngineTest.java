package io.machinenative.axiom.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.ClientBuilder;
import io.machinenative.axiom.client.Reply;
import io.machinenative.axiom.client.RetryPolicy;
import io.machinenative.axiom.client.ToolSummary;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.transport.aeron.DriverDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The client against the engine, over every carrier, with a thread of its own and stepped by its
 * owner.
 */
@Timeout(120)
class ClientToEngineTest {
  private static final CallOptions PLAIN = new CallOptions();

  /** Where a server listens. */
  enum Carrier {
    INPROC("inproc:test"),
    IPC("aeron:ipc"),
    UDP("aeron:udp?endpoint=127.0.0.1:0"),
    TCP("tcp://127.0.0.1:0");

    private final String address;

    Carrier(String address) {
      this.address = address;
    }
  }

  record Pair(long a, long b) {}

  record Sum(long value) {}

  record Blob(String name, Bytes content) {}

  static Stream<Arguments> settings() {
    return Arrays.stream(Carrier.values())
        .flatMap(carrier ->
            Stream.of(Mount.DEDICATED, Mount.INVOKER).map(mount -> Arguments.of(carrier, mount)));
  }

  private final AtomicInteger stopped = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final Path aeronDirectory =
      DriverDirectory.standard()
          .resolveSibling("axiom-client-test-" + ProcessHandle.current().pid());
  private Engine engine;
  private AxiomClient client;

  /** The defaults, but for a server that does not wait long for calls when it stops. */
  private static EngineLimits limits() {
    EngineLimits usual = EngineLimits.DEFAULTS;
    return new EngineLimits(
        usual.maxSessions(),
        usual.maxMessageBytes(),
        usual.creditWindow(),
        usual.slotCount(),
        usual.slotBytes(),
        usual.laneCapacity(),
        usual.blockingLimit(),
        usual.poolBytes(),
        usual.heartbeatIntervalNs(),
        usual.helloTimeoutNs(),
        usual.slowConsumerNs(),
        TimeUnit.MILLISECONDS.toNanos(200));
  }

  private Engine engine(String address) {
    return Engine.builder()
        .limits(limits())
        .aeronDirectory(aeronDirectory)
        .listen(address)
        .tool(echo("test.echo").inline().build())
        .tool(echo("test.worker").worker().build())
        .tool(
            Tool.named("test.add")
                .typed(Pair.class, Sum.class, (pair, call) -> new Sum(pair.a() + pair.b()))
                .build())
        .tool(Tool.named("test.blob").typed(Blob.class, Blob.class, (blob, call) -> blob).build())
        .tool(
            Tool.named("test.wait")
                .blocking()
                .raw(
                    ContentType.BINARY,
                    call -> {
                      call.progress(1, 2, "waiting");
                      // The interrupt comes after the call has ended, so this never answers first.
                      while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                      }
                      stopped.incrementAndGet();
                      throw ToolException.cancelled();
                    })
                .build())
        .tool(
            Tool.named("test.unlucky")
                .idempotent()
                .raw(
                    ContentType.BINARY,
                    call -> {
                      if (failures.getAndIncrement() == 0) {
                        throw new ToolException(Status.REPLY_UNAVAILABLE, "once");
                      }
                      call.reply(ContentType.BINARY, 0);
                    })
                .build())
        .start();
  }

  private static Tool.Builder echo(String name) {
    return Tool.named(name)
        .raw(
            ContentType.BINARY,
            call ->
                call.reply(ContentType.BINARY, call.payloadLength())
                    .putBytes(
                        call.replyOffset(),
                        call.payload(),
                        call.payloadOffset(),
                        call.payloadLength()));
  }

  private void connect(Carrier carrier, Mount mount) {
    engine = engine(carrier.address);
    client = builder(mount).connect();
  }

  private ClientBuilder builder(Mount mount) {
    ClientBuilder builder =
        AxiomClient.builder().name("test").mount(mount).aeronDirectory(aeronDirectory);
    String address = engine.addresses().getFirst();
    return address.startsWith("inproc:") ? builder.inproc(engine.inproc()) : builder.at(address);
  }

  @AfterEach
  void close() {
    if (client != null) {
      client.close();
    }
    if (engine != null) {
      engine.close();
    }
  }

  private void until(Mount mount, BooleanSupplier condition) {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - endNs < 0, "not within 30 s");
      if (mount == Mount.INVOKER) {
        client.poll();
      }
      Thread.yield();
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void calls(Carrier carrier, Mount mount) {
    connect(carrier, mount);
    SplittableRandom random = new SplittableRandom(11);
    for (String tool : List.of("test.echo", "test.worker")) {
      for (int bytes : new int[] {0, 1, 64, 1_000, 1_400, 60_000, 65_536, 3_000_000}) {
        byte[] payload = new byte[bytes];
        random.nextBytes(payload);
        Reply reply = client.call(tool, ContentType.BINARY, payload, PLAIN);
        assertArrayEquals(payload, reply.bytes(), tool + " " + bytes);
      }
    }
    assertEquals(new Sum(42), client.call("test.add", new Pair(40, 2), Sum.class));
    assertEquals("{\"value\":3}", client.callJson("test.add", "{\"a\":1,\"b\":2}"));
    Blob blob = new Blob("n", Bytes.of("attached".getBytes(UTF_8)));
    Blob back = client.call("test.blob", blob, Blob.class);
    assertEquals("attached", new String(back.content().toArray(), UTF_8));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void fails(Carrier carrier, Mount mount) {
    connect(carrier, mount);
    assertStatus(Status.UNKNOWN_TOOL, () -> client.callJson("no.such-tool", "{}"));
    assertStatus(Status.UNSUPPORTED_CONTENT_TYPE, () -> client.callJson("test.echo", "{}"));
    assertStatus(Status.INVALID_ARGUMENT, () -> client.callJson("test.add", "{\"a\":\"x\"}"));
    assertStatus(
        Status.DEADLINE_EXPIRED,
        () ->
            client.call(
                "test.echo", ContentType.BINARY, new byte[0], new CallOptions().deadlineNs(0)));
    assertStatus(
        Status.DEADLINE_EXCEEDED,
        () ->
            client.call(
                "test.wait",
                ContentType.BINARY,
                new byte[0],
                new CallOptions().deadlineNs(TimeUnit.MILLISECONDS.toNanos(300))));
    until(mount, () -> stopped.get() == 1);
    assertStatus(
        Status.MESSAGE_TOO_LARGE,
        () -> client.call("test.echo", ContentType.BINARY, new byte[16 << 20], PLAIN));
  }

  private static void assertStatus(Status status, Runnable call) {
    CallException why = assertThrows(CallException.class, call::run);
    assertEquals(status, why.status(), why.toString());
    assertFalse(why.text().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void cancelsAndTellsProgress(Carrier carrier, Mount mount) {
    connect(carrier, mount);
    List<String> heard = new ArrayList<>();
    CompletableFuture<Reply> reply =
        client.callAsync(
            "test.wait",
            ContentType.BINARY,
            new byte[0],
            PLAIN,
            (done, total, message) -> heard.add(done + "/" + total + " " + message));
    until(mount, () -> !heard.isEmpty());
    assertEquals(List.of("1.0/2.0 waiting"), heard);
    reply.cancel(true);
    until(mount, () -> stopped.get() == 1);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void triesAgainWhatIsIdempotent(Carrier carrier, Mount mount) {
    connect(carrier, mount);
    assertEquals(
        0, client.call("test.unlucky", ContentType.BINARY, new byte[0], PLAIN).bytes().length);
    assertEquals(2, failures.get());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void readsTheCatalogue(Carrier carrier, Mount mount) {
    connect(carrier, mount);
    List<String> names = client.listTools("test.").stream().map(ToolSummary::name).toList();
    assertEquals(
        List.of("test.add", "test.blob", "test.echo", "test.unlucky", "test.wait", "test.worker"),
        names);
    assertTrue(client.describeTool("test.add").inputSchema().contains("\"a\""));
    assertTrue(client.describeTool("test.unlucky").summary().idempotent());
  }

  @ParameterizedTest
  @EnumSource(Carrier.class)
  void manyThreadsShareAClient(Carrier carrier) throws InterruptedException {
    connect(carrier, Mount.DEDICATED);
    AtomicInteger verified = new AtomicInteger();
    List<Thread> callers =
        IntStream.range(0, 4)
            .mapToObj(seed -> Thread.ofPlatform().start(() -> callMany(seed, 500, verified)))
            .toList();
    for (Thread caller : callers) {
      caller.join();
    }
    assertEquals(4 * 500, verified.get());
  }

  private void callMany(int seed, int calls, AtomicInteger verified) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < calls; i++) {
      byte[] payload = new byte[random.nextInt(i % 100 == 0 ? 300_000 : 3_000)];
      random.nextBytes(payload);
      String tool = random.nextBoolean() ? "test.echo" : "test.worker";
      byte[] reply = client.call(tool, ContentType.BINARY, payload, PLAIN).bytes();
      if (Arrays.equals(payload, reply)) {
        verified.incrementAndGet();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void endsCallsWhenTheServerStops(Carrier carrier, Mount mount) {
    engine = engine(carrier.address);
    client = builder(mount).retry(RetryPolicy.none()).connect();
    CompletableFuture<Reply> reply =
        client.callAsync("test.wait", ContentType.BINARY, new byte[0], PLAIN);
    AtomicInteger heard = new AtomicInteger();
    CompletableFuture<Reply> second =
        client.callAsync(
            "test.wait",
            ContentType.BINARY,
            new byte[0],
            PLAIN,
            (done, total, message) -> heard.incrementAndGet());
    until(mount, () -> heard.get() > 0);
    Thread stopper = Thread.ofPlatform().start(engine::close);
    until(mount, () -> reply.isDone() && second.isDone() && !stopper.isAlive());
    Status status = ((CallException) reply.exceptionNow()).status();
    assertTrue(status == Status.SERVER_STOPPED || status == Status.CONNECTION_LOST, status.name());
    assertStatus(
        Status.NOT_CONNECTED,
        () -> client.call("test.echo", ContentType.BINARY, new byte[0], PLAIN));
  }

  @ParameterizedTest
  @EnumSource(
      value = Carrier.class,
      names = {"TCP", "UDP"})
  void comesBackToAServerThatWasStartedAgain(Carrier carrier) {
    connect(carrier, Mount.DEDICATED);
    String address = engine.addresses().getFirst();
    engine.close();
    engine = engine(address);
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    CallException last = null;
    while (System.nanoTime() - endNs < 0) {
      try {
        Reply reply = client.call("test.echo", ContentType.BINARY, new byte[] {5}, PLAIN);
        assertArrayEquals(new byte[] {5}, reply.bytes());
        return;
      } catch (CallException e) {
        last = e;
      }
    }
    throw new AssertionError("not back within 30 s", last);
  }
}
