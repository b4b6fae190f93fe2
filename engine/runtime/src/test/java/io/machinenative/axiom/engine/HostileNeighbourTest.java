package io.machinenative.axiom.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.FramingHeader;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.base.Mount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Strangers and misfits on a server's TCP port, while a good client calls and notices nothing. */
class HostileNeighbourTest {
  private static final int MAX_SESSIONS = 32;
  private static final int MESSAGE_BYTES = 2 << 20;

  private static final EngineLimits LIMITS =
      new EngineLimits(
          MAX_SESSIONS,
          MESSAGE_BYTES,
          256,
          64,
          4096,
          64,
          64,
          32 << 20,
          TimeUnit.SECONDS.toNanos(2),
          TimeUnit.MILLISECONDS.toNanos(500),
          TimeUnit.MILLISECONDS.toNanos(1500),
          TimeUnit.SECONDS.toNanos(1));

  private EngineRig rig;
  private GoodNeighbour good;

  @BeforeEach
  void start() {
    rig = new EngineRig(Mount.SHARED, List.of(Carrier.TCP), builder -> builder.limits(LIMITS));
    good = new GoodNeighbour(rig, Carrier.TCP);
  }

  @AfterEach
  void stop() {
    good.close();
    rig.close();
  }

  private RawSession hostile() {
    return new RawSession(rig.address(Carrier.TCP));
  }

  static Stream<Arguments> strangers() {
    return Stream.of(
        Arguments.of("HTTP", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII)),
        Arguments.of("TLS", HexFormat.of().parseHex("16030100a2010000" + "9e0303".repeat(30))),
        Arguments.of("SSH", "SSH-2.0-OpenSSH_9.6\r\n".getBytes(US_ASCII)),
        Arguments.of("a length of 4 GiB", framing(-1)),
        Arguments.of("a length of 16 MiB", framing(16 << 20)),
        Arguments.of("a length of 0", framing(0)),
        Arguments.of("zeros", new byte[1000]));
  }

  private static byte[] framing(int length) {
    return ByteBuffer.allocate(64)
        .putInt(length)
        .putShort((short) FramingHeader.ENCODING_SBE_LITTLE_ENDIAN)
        .array();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strangers")
  void strangerIsShownTheDoor(String name, byte[] bytes) throws IOException {
    try (RawSession stranger = hostile()) {
      stranger.send(bytes);
      stranger.awaitEnd();
    }
    assertEquals(1, rig.counter("frames-malformed"), name);
    good.awaitCalls(20);
  }

  @Test
  void noiseIsShownTheDoor() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    int connections = 50;
    for (int i = 0; i < connections; i++) {
      byte[] noise = new byte[1 + random.nextInt(5000)];
      random.nextBytes(noise);
      try (RawSession stranger = hostile()) {
        stranger.send(noise);
      } catch (IOException e) {
        // The server may have closed already: that is what is wanted.
        assertTrue(e.getMessage() != null, () -> "seed " + seed + ": " + e);
      }
    }
    good.awaitCalls(100);
    Await.until("all are gone", () -> rig.counter("connections-now") == 1);
    assertTrue(rig.counter("frames-malformed") <= connections, () -> "seed " + seed);
    assertEquals(1, rig.counter("sessions-opened"), () -> "seed " + seed);
  }

  @Test
  void silentConnectionIsGivenUp() throws IOException {
    try (RawSession silent = hostile()) {
      silent.awaitEnd();
    }
    assertEquals(1, rig.counter("heartbeat-timeouts"));
    good.awaitCalls(20);
  }

  @Test
  void halfAHelloIsGivenUp() throws IOException {
    try (RawSession halfOpen = hostile()) {
      halfOpen.send(new byte[] {0, 0, 0, 60, (byte) 0xEB, 0x50, 1});
      halfOpen.awaitEnd();
    }
    assertEquals(1, rig.counter("heartbeat-timeouts"));
    good.awaitCalls(20);
  }

  @Test
  void readerThatNeverReadsIsGivenUp() throws IOException {
    try (RawSession slow = hostile()) {
      slow.hello();
      Thread sender = Thread.ofVirtual().start(() -> requestWithoutEnd(slow));
      Await.until(
          () -> "replies wait: " + rig.counters(),
          () -> rig.engine().buffersLent() > 2,
          () -> good.awaitCalls(1));
      // While its replies wait, there is memory for those of others.
      good.awaitCalls(64);
      Await.until(
          () -> "the slow reader is given up: " + rig.counters(),
          () -> rig.counter("slow-consumers") == 1,
          () -> good.awaitCalls(1));
      good.awaitCalls(20);
      Await.until("the end of its sender", () -> !sender.isAlive());
    }
    assertEquals(1, rig.counter("slow-consumers"));
    assertEquals(2, rig.counter("sessions-opened"));
  }

  private static void requestWithoutEnd(RawSession slow) {
    byte[] payload = new byte[1 << 20];
    try {
      for (long i = 1; i < 100_000; i++) {
        slow.echo(i, payload);
      }
    } catch (IOException e) {
      // The server has closed the connection.
      assertTrue(e.getMessage() != null, e::toString);
    }
  }

  @Test
  void messagesThatAreNeverFinishedAreGivenUp() throws IOException {
    int hoarders = 6;
    List<RawSession> sessions = new ArrayList<>();
    try {
      for (int i = 0; i < hoarders; i++) {
        RawSession hoarder = hostile();
        sessions.add(hoarder);
        hoarder.hello();
        hoarder.beginMessage(1, MESSAGE_BYTES);
        hoarder.beginMessage(2, MESSAGE_BYTES);
      }
      Await.until("memory is held", () -> rig.engine().buffersLent() >= 2 * hoarders);
      good.awaitCalls(20);
      for (RawSession hoarder : sessions) {
        hoarder.awaitEnd();
      }
    } finally {
      sessions.forEach(RawSession::close);
    }
    assertEquals(hoarders, rig.counter("protocol-errors"));
    good.awaitCalls(20);
  }

  @Test
  void floodEndsAtTheLimit() {
    List<RawSession> flood = new ArrayList<>();
    try {
      for (int i = 0; i < 4 * MAX_SESSIONS; i++) {
        flood.add(hostile());
      }
      Await.until(
          () -> "refusals: " + rig.counters(),
          () -> rig.counter("sessions-rejected") >= 3 * MAX_SESSIONS,
          () -> good.awaitCalls(1));
      assertTrue(rig.counter("connections-now") <= MAX_SESSIONS);
    } finally {
      flood.forEach(RawSession::close);
    }
    Await.until("the flood is gone", () -> rig.counter("connections-now") == 1);
    try (Caller late = rig.connect(Carrier.TCP, Mount.INVOKER)) {
      assertEquals(10, late.echo(new byte[10]).length);
    }
  }
}
