package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.pipeline.FragmentAssembler;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages longer than a slot and longer than a frame, both ways, and Fragments that are none. */
class LargeMessageTest {
  private static final int LIMIT = 256 * 1024;
  private static final long HEARTBEAT_NS = 100_000_000L;

  private final TestTools tools = new TestTools();
  private final TestLimits limits = new TestLimits();
  private final DataPlane plane = new DataPlane(limits, tools.routes());
  private HandClient client;

  @BeforeEach
  void open() {
    client = plane.open();
  }

  @AfterEach
  void nothingIsHeld() {
    plane.settle();
    client.peer.vanish();
    plane.settle();
    plane.requireNothingHeld();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 1, 1001, 1002, 1003, 1024, 1025, 4096, 65_458, 65_459, 65_514, 65_515, 100_000, 262_066
      })
  void echoesEveryLengthInEveryMode(int length) {
    byte[] payload = bytes(length);
    long id = 0;
    for (String tool : new String[] {"inline.echo", "worker.echo", "blocking.echo"}) {
      byte[] message = Invoke.of(++id, tool, payload).build();
      if (message.length <= WireLimits.MAX_FRAME_BYTES) {
        client.send(message);
      } else {
        Messages.fragments(
                id, message, WireLimits.MAX_FRAME_BYTES - WireLimits.FRAGMENT_OVERHEAD_BYTES)
            .forEach(client::send);
      }
      plane.await(() -> client.peer.waitingFrames() > 0);
      assertArrayEquals(payload, client.nextResult(id).payload(), tool);
    }
  }

  @Test
  void takesAMessageInPiecesOfOneByte() {
    byte[] message = Invoke.of(1, "worker.echo", bytes(300)).build();
    Messages.fragments(1, message, 1).forEach(client::send);
    plane.settle();
    assertArrayEquals(bytes(300), client.nextResult(1).payload());
  }

  @Test
  void sendsPiecesThatFitACarrierOfSmallFrames() {
    HandClient narrow = plane.connect();
    narrow.peer.maxFrameBytes(1376);
    assertEquals(1376, narrow.hello().maxFrameBytes());
    byte[] message = Invoke.of(1, "inline.echo", bytes(50_000)).build();
    Messages.fragments(1, message, 1000).forEach(narrow::send);
    plane.settle();
    assertArrayEquals(bytes(50_000), narrow.nextResult(1).payload());
    narrow.peer.vanish();
  }

  @Test
  void putsInterleavedMessagesTogether() {
    List<List<byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < FragmentAssembler.MAX_UNFINISHED; i++) {
      byte[] message = Invoke.of(i, "worker.echo", bytes(20_000 + i)).build();
      messages.add(Messages.fragments(i, message, 3000));
    }
    for (int piece = 0; piece < messages.getFirst().size(); piece++) {
      for (List<byte[]> message : messages) {
        client.send(message.get(piece));
      }
      client.send(Invoke.of(1000 + piece, "inline.echo"));
    }
    plane.settle();
    int large = 0;
    for (ServerMessage message : client.all()) {
      ServerMessage.Result result = (ServerMessage.Result) message;
      if (result.correlationId() < 1000) {
        assertArrayEquals(bytes(20_000 + (int) result.correlationId()), result.payload());
        large++;
      }
    }
    assertEquals(FragmentAssembler.MAX_UNFINISHED, large);
  }

  @Test
  void endsAtTooManyUnfinished() {
    for (int i = 0; i <= FragmentAssembler.MAX_UNFINISHED; i++) {
      client.send(Messages.fragment(i, 1000, 0, new byte[10], 0, 10));
    }
    plane.settle();
    client.requireEnded(Status.PROTOCOL_ERROR);
  }

  @Test
  void endsAtTooManyBytesUnfinished() {
    for (int i = 0; i <= FragmentAssembler.MAX_UNFINISHED_LIMITS; i++) {
      client.send(Messages.fragment(i, LIMIT, 0, new byte[10], 0, 10));
    }
    plane.settle();
    client.requireEnded(Status.PROTOCOL_ERROR);
    assertEquals(0, plane.pool.lent());
  }

  @Test
  void endsAtAMessageThatIsNotFinishedInTime() {
    long stepNs = limits.slowConsumerNs / 2;
    client.send(Messages.fragment(1, LIMIT, 0, new byte[10], 0, 10));
    speakFor(stepNs);
    client.send(Messages.fragment(1, LIMIT, 10, new byte[10], 0, 10));
    speakFor(stepNs + stepNs / 2);
    assertFalse(client.peer.isClosed(), "a piece came in between");
    assertEquals(1, plane.pool.lent());
    speakFor(stepNs / 2 - HEARTBEAT_NS);
    client.all();
    plane.pass(2 * HEARTBEAT_NS);
    client.requireEnded(Status.PROTOCOL_ERROR);
    assertEquals(0, plane.pool.lent());
    assertEquals(1, plane.count(EngineCounter.PROTOCOL_ERRORS));
  }

  /** Says heartbeats, and nothing else. */
  private void speakFor(long ns) {
    for (long left = ns; left > 0; left -= HEARTBEAT_NS) {
      client.send(Messages.heartbeat(0, true));
      plane.pass(Math.min(left, HEARTBEAT_NS));
    }
  }

  @Test
  void endsAtADeclaredLengthAboveTheLimit() {
    client.send(Messages.fragment(1, LIMIT + 1, 0, new byte[10], 0, 10));
    plane.settle();
    client.requireEnded(Status.PROTOCOL_ERROR);
    HandClient huge = plane.open();
    huge.send(Messages.fragment(1, 4_294_967_294L, 0, new byte[10], 0, 10));
    plane.settle();
    huge.requireEnded(Status.PROTOCOL_ERROR);
    assertEquals(0, plane.pool.lent());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void endsAtADeclaredLengthBelowAHeader(int total) {
    client.send(Messages.fragment(1, total, 0, new byte[10], 0, Math.max(1, total)));
    plane.settle();
    client.requireEnded(Status.PROTOCOL_ERROR);
  }

  @Test
  void endsAtPiecesOutOfPlace() {
    byte[] piece = new byte[100];
    byte[] first = Messages.fragment(1, 1000, 0, piece, 0, 100);
    byte[][] second = {
      Messages.fragment(1, 1000, 0, piece, 0, 100), // again
      Messages.fragment(1, 1000, 99, piece, 0, 100), // an overlap
      Messages.fragment(1, 1000, 101, piece, 0, 100), // a gap
      Messages.fragment(1, 1001, 100, piece, 0, 100), // another total
      Messages.fragment(1, 1000, 100, piece, 0, 0), // empty
      Messages.fragment(1, 1000, 4_294_967_294L, piece, 0, 100),
      Messages.fragment(2, 1000, 100, piece, 0, 100), // another message in its middle
      Messages.fragment(2, 50, 0, piece, 0, 100), // longer than its total
    };
    for (byte[] wrong : second) {
      HandClient one = plane.open();
      one.send(first);
      one.send(wrong);
      plane.settle();
      one.requireEnded(Status.PROTOCOL_ERROR);
    }
  }

  @Test
  void endsAtFragmentsOfAFragmentAndOfAnotherSchema() {
    byte[] inner = Messages.fragment(1, 1000, 0, new byte[100], 0, 100);
    byte[] foreign = Messages.heartbeat(1, false);
    foreign[4]++;
    for (byte[] message : new byte[][] {inner, foreign, new byte[8]}) {
      HandClient one = plane.open();
      Messages.fragments(9, message, 5).forEach(one::send);
      plane.settle();
      one.requireEnded(Status.PROTOCOL_ERROR);
    }
  }

  @Test
  void keepsAWholeMessageWhileTheSessionIsNotRead() {
    client.peer.blocked(true);
    for (int i = 0; i < 512; i++) {
      client.send(Invoke.of(i, "inline.echo"));
    }
    byte[] message = Invoke.of(999, "worker.echo", bytes(100_000)).build();
    Messages.fragments(1, message, 60_000).forEach(client::send);
    plane.settle();
    assertEquals(1, client.peer.unreadFrames(), "the last piece comes again and again");
    plane.settle();
    client.peer.blocked(false);
    plane.settle();
    List<ServerMessage> all = client.all();
    assertEquals(513, all.size());
    ServerMessage.Result last = (ServerMessage.Result) all.getLast();
    assertEquals(999, last.correlationId());
    assertArrayEquals(bytes(100_000), last.payload());
  }

  @Test
  void refusesAReplyAboveTheSessionsLimit() {
    HandClient small = plane.connect();
    Hello hello = new Hello();
    hello.maxMessageBytes = 4096;
    small.hello(hello);
    int most = 4096 - WireLimits.RESULT_OVERHEAD_BYTES;
    for (String tool : new String[] {"inline.big", "worker.big"}) {
      assertEquals(most, small.answered(Invoke.of(1, tool, length(most))).payload().length);
      small.refused(Invoke.of(2, tool, length(most + 1)), Status.RESULT_TOO_LARGE);
      small.refused(Invoke.of(3, tool, length(Integer.MAX_VALUE)), Status.RESULT_TOO_LARGE);
      small.refused(Invoke.of(4, tool, length(-1)), Status.TOOL_FAULT);
    }
  }

  private static byte[] length(int bytes) {
    return new byte[] {
      (byte) bytes, (byte) (bytes >> 8), (byte) (bytes >> 16), (byte) (bytes >> 24)
    };
  }

  @Test
  void evictsFreeBuffersOfOtherSizes() {
    TestLimits limits = new TestLimits();
    limits.poolBytes = 2L * limits.maxMessageBytes;
    DataPlane tight = new DataPlane(limits, tools.routes());
    HandClient one = tight.open();
    for (int round = 0; round < 3; round++) {
      for (int length = 3000; length < 200_000; length *= 3) {
        byte[] message = Invoke.of(length, "worker.echo", bytes(length)).build();
        Messages.fragments(length, message, 10_000).forEach(one::send);
        tight.settle();
        assertArrayEquals(bytes(length), one.nextResult(length).payload());
      }
    }
    assertTrue(tight.pool.heldBytes() <= limits.poolBytes);
    tight.requireNothingHeld();
    tight.pool.close();
    assertEquals(0, tight.pool.heldBytes());
  }
}
