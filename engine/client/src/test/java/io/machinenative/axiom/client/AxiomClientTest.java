package io.machinenative.axiom.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Listener;
import io.machinenative.axiom.engine.transport.inproc.InprocListener;
import io.machinenative.axiom.engine.transport.inproc.InprocOptions;
import io.machinenative.axiom.engine.transport.netty.TcpFaults;
import io.machinenative.axiom.engine.transport.netty.TcpListener;
import io.machinenative.axiom.engine.transport.netty.TcpOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The facade over real carriers, in both mounts. */
@Timeout(60)
class AxiomClientTest {
  private static final CallOptions PLAIN = new CallOptions();

  /** A carrier and a mount. */
  enum Setting {
    INPROC_DEDICATED(false, Mount.DEDICATED),
    INPROC_INVOKER(false, Mount.INVOKER),
    TCP_DEDICATED(true, Mount.DEDICATED),
    TCP_INVOKER(true, Mount.INVOKER);

    final boolean tcp;
    final Mount mount;

    Setting(boolean tcp, Mount mount) {
      this.tcp = tcp;
      this.mount = mount;
    }
  }

  /** A record that both sides know. */
  public record Point(int x, int y) {}

  private final List<AutoCloseable> opened = new ArrayList<>();
  private EchoServer server;
  private AxiomClient client;

  private ClientBuilder serve(boolean tcp) {
    AtomicReference<InprocListener> inproc = new AtomicReference<>();
    server = new EchoServer(handler -> listen(tcp, handler, inproc));
    opened.addFirst(server::close);
    ClientBuilder builder = AxiomClient.builder().at(server.address()).name("test");
    return tcp ? builder : builder.inproc(inproc.get().connector());
  }

  private static Listener listen(
      boolean tcp, FrameHandler handler, AtomicReference<InprocListener> inproc) {
    if (tcp) {
      return new TcpListener("tcp://127.0.0.1:0", handler, TcpOptions.DEFAULT, TcpFaults.IGNORED);
    }
    inproc.set(new InprocListener("inproc:test", handler, InprocOptions.DEFAULT));
    return inproc.get();
  }

  private void connect(Setting setting) {
    client = serve(setting.tcp).mount(setting.mount).connect();
    opened.addFirst(client);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
  }

  /** Waits for a condition, stepping the client when it has no thread. */
  private void until(Setting setting, BooleanSupplier condition) {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - endNs < 0, "not within 20 s");
      if (setting.mount == Mount.INVOKER) {
        client.poll();
      }
      Thread.yield();
    }
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void callsAndWaits(Setting setting) {
    connect(setting);
    assertTrue(client.isConnected());
    assertEquals("scripted", client.session().serverName());
    assertEquals("{\"a\":1}", client.callJson(EchoServer.ECHO, "{\"a\":1}"));
    assertEquals(new Point(3, 4), client.call(EchoServer.ECHO, new Point(3, 4), Point.class));
    for (int bytes : new int[] {0, 1, 60_000, 65_536, 1_000_000}) {
      byte[] payload = new byte[bytes];
      new SplittableRandom(bytes).nextBytes(payload);
      Reply reply = client.call(EchoServer.ECHO, ContentType.BINARY, payload, PLAIN);
      assertEquals(ContentType.BINARY, reply.contentType());
      assertArrayEquals(payload, reply.bytes());
    }
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void callsWithoutWaiting(Setting setting) {
    connect(setting);
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] payload = ("call " + i).getBytes(UTF_8);
      replies.add(client.callAsync(EchoServer.ECHO, ContentType.TEXT, payload, PLAIN));
    }
    until(setting, () -> replies.stream().allMatch(CompletableFuture::isDone));
    for (int i = 0; i < 100; i++) {
      assertEquals("call " + i, replies.get(i).join().text());
    }
    CompletableFuture<Point> point =
        client.callAsync(EchoServer.ECHO, new Point(1, 2), Point.class, PLAIN);
    until(setting, point::isDone);
    assertEquals(new Point(1, 2), point.join());
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void tellsProgress(Setting setting) {
    connect(setting);
    List<String> heard = new ArrayList<>();
    CompletableFuture<Reply> reply =
        client.callAsync(
            EchoServer.PROGRESS,
            ContentType.TEXT,
            "x".getBytes(UTF_8),
            PLAIN,
            (done, total, message) -> heard.add(done + "/" + total + " " + message));
    until(setting, reply::isDone);
    assertEquals(List.of("1.0/3.0 step 1", "2.0/3.0 step 2", "3.0/3.0 step 3"), heard);
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void cancellingTheFutureCancelsTheCall(Setting setting) {
    connect(setting);
    CompletableFuture<Reply> reply =
        client.callAsync(EchoServer.HOLD, ContentType.TEXT, new byte[0], PLAIN);
    until(setting, () -> server.invokes == 1);
    assertTrue(reply.cancel(true));
    until(setting, () -> server.cancels == 1);
    CompletableFuture<Point> typed =
        client.callAsync(EchoServer.HOLD, new Point(1, 2), Point.class, PLAIN);
    until(setting, () -> server.invokes == 2);
    typed.cancel(false);
    until(setting, () -> server.cancels == 2);
    assertEquals("fine", client.callJson(EchoServer.ECHO, "fine"));
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void readsTheCatalogue(Setting setting) {
    connect(setting);
    assertEquals(
        List.of(EchoServer.ECHO, EchoServer.HOLD),
        client.listTools().stream().map(ToolSummary::name).toList());
    ToolDetails echo = client.describeTool(EchoServer.ECHO);
    assertTrue(echo.summary().idempotent());
    assertEquals("{\"type\":\"object\"}", echo.inputSchema());
    CallException why =
        assertThrows(CallException.class, () -> client.describeTool("no.such-tool"));
    assertEquals(Status.UNKNOWN_TOOL, why.status());
    assertEquals("no such tool", why.text());
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void keepsToDeadlines(Setting setting) {
    connect(setting);
    CallOptions options = new CallOptions().deadlineNs(TimeUnit.MILLISECONDS.toNanos(30));
    CallException why =
        assertThrows(CallException.class, () -> client.callJson(EchoServer.HOLD, "{}", options));
    // On a busy machine the time may be over before the call was sent.
    assertTrue(
        why.status() == Status.DEADLINE_EXCEEDED || why.status() == Status.DEADLINE_EXPIRED,
        why.toString());
    assertTrue(why.getStackTrace().length > 0 && stackNames(why).contains("keepsToDeadlines"));
  }

  private static List<String> stackNames(Throwable thrown) {
    return java.util.Arrays.stream(thrown.getStackTrace())
        .map(StackTraceElement::getMethodName)
        .map(name -> name.replaceAll("^lambda\\$(\\w+)\\$\\d+$", "$1"))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void triesAgain(Setting setting) {
    connect(setting);
    assertEquals("x", client.callJson(EchoServer.BUSY_ONCE, "x"));
    assertEquals(2, server.invokes);
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void comesBackAfterALoss(Setting setting) {
    connect(setting);
    CompletableFuture<Reply> lost =
        client.callAsync(EchoServer.HOLD, ContentType.TEXT, new byte[0], PLAIN);
    until(setting, () -> server.invokes == 1);
    server.dropConnections();
    until(setting, lost::isDone);
    assertEquals(Status.CONNECTION_LOST, ((CallException) lost.exceptionNow()).status());
    assertEquals("back", client.callJson(EchoServer.ECHO, "back"));
    assertEquals(2, client.counters().value(ClientCounters.Kind.SESSION_OPENED));
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void closesWithCallsInFlight(Setting setting) {
    connect(setting);
    CompletableFuture<Reply> held =
        client.callAsync(EchoServer.HOLD, ContentType.TEXT, new byte[0], PLAIN);
    until(setting, () -> server.invokes == 1);
    client.close(TimeUnit.MILLISECONDS.toNanos(20));
    assertTrue(held.isDone());
    client.close();
    assertFalse(client.isConnected());
    CallException why =
        assertThrows(CallException.class, () -> client.callJson(EchoServer.ECHO, "x"));
    assertEquals(Status.NOT_CONNECTED, why.status());
  }

  @Test
  void manyThreadsShareAClient() throws InterruptedException {
    for (boolean tcp : new boolean[] {false, true}) {
      connect(tcp ? Setting.TCP_DEDICATED : Setting.INPROC_DEDICATED);
      int threads = 4;
      int callsEach = 2_000;
      AtomicInteger verified = new AtomicInteger();
      List<Thread> callers = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int seed = t;
        callers.add(Thread.ofPlatform().start(() -> callMany(seed, callsEach, verified)));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(threads * callsEach, verified.get());
    }
  }

  private void callMany(int seed, int calls, AtomicInteger verified) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < calls; i++) {
      byte[] payload = new byte[random.nextInt(i % 100 == 0 ? 200_000 : 2_000)];
      random.nextBytes(payload);
      Reply reply = client.call(EchoServer.ECHO, ContentType.BINARY, payload, PLAIN);
      if (java.util.Arrays.equals(payload, reply.bytes())) {
        verified.incrementAndGet();
      }
    }
  }

  @Test
  void manyVirtualThreadsShareAClient() throws InterruptedException {
    connect(Setting.INPROC_DEDICATED);
    AtomicInteger verified = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int t = 0; t < 200; t++) {
      String text = "thread " + t;
      callers.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 20; i++) {
                  if (client.callJson(EchoServer.ECHO, text).equals(text)) {
                    verified.incrementAndGet();
                  }
                }
              }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertEquals(200 * 20, verified.get());
  }

  @Test
  void anInterruptCancelsTheCallAndIsRestored() throws InterruptedException {
    connect(Setting.TCP_DEDICATED);
    AtomicReference<Status> status = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              CallException why =
                  assertThrows(CallException.class, () -> client.callJson(EchoServer.HOLD, "x"));
              status.set(why.status());
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    until(Setting.TCP_DEDICATED, () -> server.invokes == 1);
    caller.interrupt();
    caller.join();
    assertEquals(Status.CANCELLED, status.get());
    assertTrue(interrupted.get());
    until(Setting.TCP_DEDICATED, () -> server.cancels == 1);
  }

  @Test
  void anotherThreadMayNotUseAnInvoker() throws InterruptedException {
    connect(Setting.INPROC_INVOKER);
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Thread other =
        Thread.ofPlatform()
            .name("intruder")
            .start(() ->
                seen.set(
                    assertThrows(
                        IllegalStateException.class, () -> client.callJson(EchoServer.ECHO, "x"))));
    other.join();
    assertTrue(seen.get().getMessage().contains("intruder"), seen.get().getMessage());
    assertTrue(
        seen.get().getMessage().contains(Thread.currentThread().getName()),
        seen.get().getMessage());
  }

  @Test
  void aDedicatedClientIsNotStepped() {
    connect(Setting.INPROC_DEDICATED);
    String why = assertThrows(IllegalStateException.class, client::poll).getMessage();
    assertTrue(why.contains("INVOKER"), why);
  }

  @Test
  void aBlockingCallFromACallbackIsRefused() {
    for (Setting setting : List.of(Setting.INPROC_DEDICATED, Setting.INPROC_INVOKER)) {
      connect(setting);
      CompletableFuture<String> nested =
          client
              .callAsync(EchoServer.PROGRESS, ContentType.TEXT, new byte[0], PLAIN)
              .thenApply(reply -> client.callJson(EchoServer.ECHO, "nested"));
      until(setting, nested::isDone);
      if (nested.isCompletedExceptionally()) {
        assertTrue(
            nested.exceptionNow() instanceof IllegalStateException,
            nested.exceptionNow().toString());
      }
    }
  }

  @Test
  void callsWithoutAllocationInAnInvoker() {
    connect(Setting.TCP_INVOKER);
    AtomicInteger replies = new AtomicInteger();
    ReplyHandler handler =
        new ReplyHandler() {
          @Override
          public void onResult(
              long token, ContentType type, DirectBuffer buffer, int offset, int length) {
            assertEquals(token, buffer.getLong(offset));
            replies.incrementAndGet();
          }

          @Override
          public void onError(
              long token, int status, int retry, DirectBuffer m, int offset, int length) {
            throw new AssertionError("status " + status);
          }
        };
    UnsafeBuffer payload = new UnsafeBuffer(new byte[8]);
    int sent = 0;
    int noCredit = 0;
    while (replies.get() < 1000) {
      payload.putLong(0, sent);
      long outcome =
          sent == 1000
              ? 0
              : client.send(
                  ToolId.of(EchoServer.ECHO),
                  ContentType.BINARY,
                  payload,
                  0,
                  8,
                  PLAIN,
                  handler,
                  sent);
      if (outcome > 0) {
        sent++;
      } else {
        noCredit += outcome == ClientSession.NO_CREDIT ? 1 : 0;
        client.poll();
      }
    }
    assertTrue(noCredit > 0, "the credit window was used up now and then");
  }

  @Test
  void saysWhyItCannotConnect() throws Exception {
    ClientBuilder builder = serve(true).connectTimeoutNs(TimeUnit.SECONDS.toNanos(5));
    server.close();
    opened.clear();
    for (Mount mount : List.of(Mount.DEDICATED, Mount.INVOKER)) {
      CallException why = assertThrows(CallException.class, () -> builder.mount(mount).connect());
      assertEquals(Status.NOT_CONNECTED, why.status());
      assertFalse(why.text().isEmpty());
    }
  }

  @Test
  void saysWhichAddressesItUnderstands() {
    for (String uri : List.of("http://localhost", "", "inproc:nobody", "tcp://", "localhost:1")) {
      assertThrows(
          IllegalArgumentException.class, () -> AxiomClient.builder().at(uri).connect(), uri);
    }
    assertThrows(IllegalArgumentException.class, () -> AxiomClient.builder().connect());
  }

  @Test
  void leavesNoThreadBehind() {
    connect(Setting.TCP_DEDICATED);
    client.callJson(EchoServer.ECHO, "x");
    assertTrue(clientThreads() > 0);
    client.close();
    assertEquals(0, clientThreads());
  }

  private static long clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("axiom-client"))
        .count();
  }
}
