package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.counters.EngineCounter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Frames that are no message of this protocol, and what becomes of their connection and of its
 * neighbours.
 */
class BadFrameTest {
  private static final int HEADER = 8;

  private final DataPlane plane = new DataPlane(new TestLimits(), new TestTools().routes());
  private HandClient neighbour;

  @BeforeEach
  void openNeighbour() {
    neighbour = plane.open();
  }

  @AfterEach
  void neighbourDidNotNotice() {
    neighbour.answered(Invoke.of(77, "worker.echo", new byte[] {7}));
    plane.requireNothingHeld();
    assertEquals(0, plane.count(EngineCounter.ERRORS));
  }

  static Map<String, byte[]> clientMessages() {
    Map<String, byte[]> messages = new LinkedHashMap<>();
    Invoke invoke = Invoke.of(5, "worker.echo", new byte[] {1, 2, 3, 4, 5});
    invoke.traceState = new byte[] {'a', '=', 'b'};
    messages.put("Invoke", invoke.build());
    messages.put("Cancel", Messages.cancel(5));
    messages.put("Heartbeat", Messages.heartbeat(1, false));
    messages.put("Goodbye", Messages.goodbye("so long"));
    messages.put("ListTools", Messages.listTools(5, 3, "a", "b"));
    messages.put("DescribeTool", Messages.describeTool(5, ToolId.of("worker.echo")));
    messages.put("Fragment", Messages.fragment(1, 1000, 0, new byte[100], 0, 100));
    return messages;
  }

  private void requireEnded(byte[] frame, String what) {
    HandClient client = plane.open();
    client.send(frame);
    plane.settle();
    List<ServerMessage> said = client.all();
    assertEquals(1, said.size(), what + ": " + said);
    assertTrue(
        said.getFirst() instanceof ServerMessage.Goodbye bye
            && bye.status() == Status.PROTOCOL_ERROR,
        what + ": " + said);
    assertTrue(client.peer.isClosed(), what);
  }

  @Test
  void endsAtEveryMessageThatIsCutAnywhere() {
    clientMessages()
        .forEach((name, message) -> {
          for (int length = 0; length < message.length; length++) {
            requireEnded(Arrays.copyOf(message, length), name + " cut to " + length);
          }
        });
  }

  @Test
  void endsAtEveryHelloThatIsCutAnywhere() {
    Hello hello = new Hello();
    hello.responseChannel = "aeron:ipc";
    hello.credentials = new byte[] {1, 2, 3};
    byte[] message = hello.build();
    for (int length = 0; length < message.length; length++) {
      HandClient client = plane.connect();
      client.send(Arrays.copyOf(message, length));
      plane.settle();
      client.requireEnded(Status.PROTOCOL_ERROR);
    }
  }

  @Test
  void endsAtEveryMessageThatIsCutAnywhereInsideOfFragments() {
    clientMessages()
        .forEach((name, message) -> {
          for (int length = 1; length < message.length; length++) {
            HandClient client = plane.open();
            byte[] cut = Arrays.copyOf(message, length);
            Messages.fragments(1, cut, 7).forEach(client::send);
            plane.settle();
            client.requireEnded(Status.PROTOCOL_ERROR);
          }
        });
  }

  @Test
  void endsAtLengthsThatLie() {
    clientMessages()
        .forEach((name, message) -> {
          for (int at = HEADER; at + 2 <= message.length; at++) {
            byte[] longer = message.clone();
            ByteBuffer view = ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN);
            if (isLength(name, message, at)) {
              view.putShort(at, (short) 0xFFFE);
              requireEnded(longer, name + " with a length at " + at);
            }
          }
          byte[] block = message.clone();
          block[0] = (byte) 0xFF;
          block[1] = (byte) 0xFF;
          requireEnded(block, name + " with a block beyond the frame");
        });
  }

  /** Where the var data lengths of {@link #clientMessages} lie. */
  private static boolean isLength(String name, byte[] message, int at) {
    int blockEnd = HEADER + (message[0] & 0xFF);
    return switch (name) {
      case "Invoke" -> at == blockEnd || at == blockEnd + 2 + 3;
      case "Goodbye", "Fragment" -> at == blockEnd;
      case "ListTools" -> at == blockEnd || at == blockEnd + 2 + 1;
      default -> false;
    };
  }

  @Test
  void endsAtABlockShorterThanTheFirstVersions() {
    clientMessages()
        .forEach((name, message) -> {
          byte[] shorter = message.clone();
          shorter[0]--;
          requireEnded(shorter, name + " with a short block");
        });
  }

  @Test
  void endsAtAnotherSchema() {
    byte[] message = Messages.heartbeat(1, false);
    message[4]++;
    requireEnded(message, "another schema");
    byte[] big = Messages.heartbeat(1, false);
    ByteBuffer.wrap(big).order(ByteOrder.BIG_ENDIAN).putShort(4, (short) 4711);
    requireEnded(big, "the schema id in the other byte order");
    assertEquals(2, plane.count(EngineCounter.FRAMES_MALFORMED));
  }

  @Test
  void takesALaterVersionWithALongerBlock() {
    HandClient client = plane.open();
    byte[] known = Invoke.of(9, "inline.echo", new byte[] {1, 2, 3}).build();
    int block = known[0] & 0xFF;
    byte[] later = new byte[known.length + 5 + 2];
    System.arraycopy(known, 0, later, 0, HEADER + block);
    System.arraycopy(
        known, HEADER + block, later, HEADER + block + 5, known.length - HEADER - block);
    later[0] = (byte) (block + 5); // five bytes that this version does not know
    later[6] = 2; // and two bytes of var data behind what it knows
    client.send(later);
    plane.settle();

    ServerMessage.Result result = client.nextResult(9);
    assertEquals(ContentType.BINARY, result.contentType());
    assertEquals(3, result.payload().length);
  }

  @Test
  void answersUnknownTemplatesAndGoesOn() {
    HandClient client = plane.open();
    int[] templates = {0, 2, 3, 7, 21, 22, 23, 41, 43, 44, 100, 250, 300, 65_535};
    for (int template : templates) {
      byte[] message = Messages.heartbeat(1, false);
      ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).putShort(2, (short) template);
      client.send(message);
      plane.settle();
      client.nextError(-1, Status.BAD_REQUEST);
    }
    assertEquals(templates.length, plane.count(EngineCounter.TEMPLATES_UNKNOWN));
    client.answered(Invoke.of(1, "inline.echo"));
  }

  @Test
  void endsAtRandomBytes() {
    long seed = Seeds.of(this);
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      byte[] frame = new byte[random.nextInt(200)];
      random.nextBytes(frame);
      if (frame.length > 5) {
        frame[4] = 0; // never the schema's id
      }
      HandClient client = i % 2 == 0 ? plane.open() : plane.connect();
      client.send(frame);
      plane.settle();
      client.requireEnded(Status.PROTOCOL_ERROR);
    }
    assertEquals(2000, plane.count(EngineCounter.FRAMES_MALFORMED));
  }

  @Test
  void endsWhatTheCarrierFindsMalformed() {
    HandClient client = plane.open();
    plane.carrier.malformed(client.peer, "a framing header that lies");
    plane.settle();
    assertEquals(
        "a framing header that lies", client.requireEnded(Status.PROTOCOL_ERROR).message());
    assertEquals(1, plane.count(EngineCounter.FRAMES_MALFORMED));
  }

  @Test
  void ignoresWhatComesAfterTheEnd() {
    HandClient client = plane.open();
    client.send(new byte[3]);
    client.send(Invoke.of(1, "inline.echo"));
    client.send(Invoke.of(2, "worker.echo"));
    plane.settle();
    client.requireEnded(Status.PROTOCOL_ERROR);
  }
}
