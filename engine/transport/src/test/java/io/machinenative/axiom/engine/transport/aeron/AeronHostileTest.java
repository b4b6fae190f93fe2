package io.machinenative.axiom.engine.transport.aeron;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.logbuffer.FrameDescriptor;
import io.machinenative.axiom.codec.HelloEncoder;
import io.machinenative.axiom.codec.WireLimits;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * First messages, fragments and silences that no honest client has; another client never notices.
 */
class AeronHostileTest {
  private static final AeronListenerOptions IMPATIENT =
      new AeronListenerOptions(2, TimeUnit.MILLISECONDS.toNanos(300), 0, false);

  @ParameterizedTest
  @ValueSource(strings = {AeronRig.IPC, AeronRig.UDP})
  void helloCutAtEachByteIsRefusedOrHandedUpAsItCame(String address) {
    try (AeronRig rig = new AeronRig(address)) {
      AeronRig.Client good = rig.connectedClient();
      try (Stranger listener = new Stranger(rig)) {
        byte[] hello = listener.hello();
        int needed = bytesUpToChannel(hello);
        int refused = 0;
        for (int length = 0; length < hello.length; length++) {
          try (Stranger stranger = new Stranger(rig, false)) {
            stranger.send(hello, length);
            int connections = rig.handler.connections.size();
            if (length < needed) {
              int expected = ++refused;
              rig.await("a refusal at " + length, () -> rig.handler.refusals.size() == expected);
            } else {
              rig.await(
                  "a connection at " + length, () -> rig.handler.connections.size() > connections);
              RecordingHandler.Connection connection = rig.handler.connections.getLast();
              rig.await("the frame", () -> !connection.frames.isEmpty());
              assertArrayEquals(Arrays.copyOf(hello, length), connection.frames.getFirst());
            }
          }
          listener.poll();
        }
      }
      expectEcho(rig, good);
      rig.expectNoErrors();
    }
  }

  /** Header, block, length and text of the response channel. */
  private static int bytesUpToChannel(byte[] hello) {
    int lengthOffset = WireLimits.HEADER_BYTES + HelloEncoder.BLOCK_LENGTH;
    int text = new UnsafeBuffer(hello).getShort(lengthOffset, LITTLE_ENDIAN);
    return lengthOffset + 2 + text;
  }

  @Test
  void lengthsThatLieAndOtherMessagesAreRefused() {
    byte[] hello = AeronRig.hello("aeron:ipc", 4242);
    int lengthOffset = WireLimits.HEADER_BYTES + HelloEncoder.BLOCK_LENGTH;
    List<byte[]> messages =
        List.of(
            with(hello, 0, 0xFFFF),
            with(hello, 0, HelloEncoder.BLOCK_LENGTH - 1),
            with(hello, 0, HelloEncoder.BLOCK_LENGTH + 30),
            with(hello, 2, 20),
            with(hello, 4, 4712),
            with(hello, lengthOffset, 0xFFFF),
            with(hello, lengthOffset, WireLimits.MAX_RESPONSE_CHANNEL_BYTES + 1),
            with(hello, lengthOffset, 200),
            with(hello, lengthOffset, 0),
            "GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8),
            new byte[8],
            new byte[1],
            AeronRig.hello("x".repeat(WireLimits.MAX_RESPONSE_CHANNEL_BYTES), 1));
    try (AeronRig rig = new AeronRig(AeronRig.IPC)) {
      AeronRig.Client good = rig.connectedClient();
      for (int i = 0; i < messages.size(); i++) {
        int expected = i + 1;
        try (Stranger stranger = new Stranger(rig, false)) {
          stranger.send(messages.get(i));
          rig.await("refusal " + expected, () -> rig.handler.refusals.size() == expected);
        }
      }
      assertEquals(1, rig.handler.connections.size());
      expectEcho(rig, good);
    }
  }

  private static byte[] with(byte[] message, int offset, int value) {
    byte[] changed = message.clone();
    new UnsafeBuffer(changed).putShort(offset, (short) value, LITTLE_ENDIAN);
    return changed;
  }

  @Test
  void foreignAndGarbledResponseChannelsAreRefused() {
    List<String> channels =
        List.of(
            "aeron:udp?endpoint=192.0.2.7:9999",
            "aeron:udp?endpoint=127.0.0.2:9999",
            "aeron:udp?endpoint=224.0.1.1:9999",
            "aeron:udp?endpoint=localhost:9999",
            "aeron:udp?endpoint=127.0.0.1:0",
            "aeron:udp?endpoint=127.0.0.1:65536",
            "aeron:udp?endpoint=127.0.0.1:-1",
            "aeron:udp?endpoint=127.0.0.1:",
            "aeron:udp?endpoint=127.0.0.1",
            "aeron:udp?endpoint=:9999",
            "aeron:udp?endpoint=[127.0.0.1:9999",
            "aeron:udp?endpoint=",
            "aeron:udp?control=127.0.0.1:9999|control-mode=dynamic",
            "aeron:udp?",
            "aeron:udp",
            "aeron:ipc",
            "aeron:",
            "aeron:nonsense",
            "aeron-spy:aeron:udp?endpoint=127.0.0.1:9999",
            "",
            "|||",
            "aeron:udp?=|=|",
            "\0\0\0\0");
    try (AeronRig rig = new AeronRig(AeronRig.UDP)) {
      AeronRig.Client good = rig.connectedClient();
      for (int i = 0; i < channels.size(); i++) {
        int expected = i + 1;
        try (Stranger stranger = new Stranger(rig, false)) {
          stranger.send(AeronRig.hello(channels.get(i), 4242));
          rig.await("refusal of " + channels.get(i), () -> rig.handler.refusals.size() == expected);
        }
      }
      assertEquals(1, rig.handler.connections.size());
      expectEcho(rig, good);
      rig.expectNoErrors();
    }
  }

  @Test
  void ipcClientsCannotNameTheRequestStreamOrAnotherMedium() {
    try (AeronRig rig = new AeronRig(AeronRig.IPC);
        Stranger one = new Stranger(rig, false);
        Stranger two = new Stranger(rig, false)) {
      one.send(AeronRig.hello("aeron:ipc", AeronAddress.REQUEST_STREAM_ID));
      two.send(AeronRig.hello("aeron:udp?endpoint=127.0.0.1:9999", 1));
      rig.await("two refusals", () -> rig.handler.refusals.size() == 2);
    }
  }

  @Test
  void nothingOfTheClientsChannelButItsHostAndPortIsUsed() {
    ResponseAddress address = new ResponseAddress(1001, false);
    byte[] hello =
        AeronRig.hello(
            "aeron:udp?endpoint=127.0.0.1:9999|term-length=1g|mtu=65504|interface=10.0.0.1", 7);
    assertTrue(address.accept(new UnsafeBuffer(hello), 0, hello.length, "127.0.0.1:5555"));
    assertEquals("aeron:udp?endpoint=127.0.0.1:9999", address.channel());
    assertEquals(7, address.streamId());
  }

  @Test
  void anotherHostIsAcceptedOnlyWhereThatIsConfigured() {
    byte[] hello = AeronRig.hello("aeron:udp?endpoint=[2001:db8::1]:9999", 7);
    UnsafeBuffer buffer = new UnsafeBuffer(hello);
    ResponseAddress strict = new ResponseAddress(1001, false);
    assertTrue(!strict.accept(buffer, 0, hello.length, "127.0.0.1:5555"), strict.defect());
    assertTrue(
        strict.accept(buffer, 0, hello.length, "2001:db8:0:0:0:0:0:1:5555"), strict.defect());
    ResponseAddress any = new ResponseAddress(1001, true);
    assertTrue(any.accept(buffer, 0, hello.length, "127.0.0.1:5555"), any.defect());
  }

  @ParameterizedTest
  @ValueSource(strings = {AeronRig.IPC, AeronRig.UDP})
  void clientThatSaysNothingOrDoesNotListenIsRefusedInTime(String address) {
    String nobody = address.equals(AeronRig.IPC) ? "aeron:ipc" : "aeron:udp?endpoint=127.0.0.1:9";
    try (AeronRig rig = new AeronRig(address, IMPATIENT, options -> options);
        Stranger silent = new Stranger(rig, false);
        Stranger deaf = new Stranger(rig, false)) {
      deaf.send(AeronRig.hello(nobody, 4711));
      rig.await("both are refused", () -> rig.handler.refusals.size() == 2);
      assertEquals(0, rig.listener.peerCount());
      assertEquals(0, rig.handler.connections.size());
    }
  }

  @Test
  void clientsBeyondTheLimitAreRefused() {
    try (AeronRig rig = new AeronRig(AeronRig.IPC, IMPATIENT, options -> options)) {
      AeronRig.Client one = rig.connectedClient();
      AeronRig.Client two = rig.connectedClient();
      try (Stranger third = new Stranger(rig, false)) {
        rig.await("the third is refused", () -> rig.handler.refusals.size() == 1);
      }
      expectEcho(rig, one);
      expectEcho(rig, two);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {AeronRig.IPC, AeronRig.UDP})
  void frameAboveTheLimitEndsItsConnectionAlone(String address) {
    try (AeronRig rig = new AeronRig(address)) {
      AeronRig.Client good = rig.connectedClient();
      try (Stranger stranger = new Stranger(rig)) {
        RecordingHandler.Connection connection = connect(rig, stranger);
        stranger.send(new byte[WireLimits.MAX_FRAME_BYTES + 1]);
        rig.await("it is closed", () -> connection.disconnects == 1);
        assertEquals(1, connection.defects.size());
        assertEquals(1, connection.frames.size());
      }
      expectEcho(rig, good);
    }
  }

  @Test
  void fragmentOutOfPlaceEndsItsConnectionAlone() {
    try (AeronRig rig = new AeronRig(AeronRig.IPC)) {
      AeronRig.Client good = rig.connectedClient();
      for (byte flags : new byte[] {FrameDescriptor.END_FRAG_FLAG, 0}) {
        try (Stranger stranger = new Stranger(rig)) {
          RecordingHandler.Connection connection = connect(rig, stranger);
          stranger.sendFragment(100, flags);
          rig.await("it is closed", () -> connection.disconnects == 1);
          assertEquals(1, connection.defects.size());
        }
      }
      expectEcho(rig, good);
    }
  }

  @Test
  void endlessFragmentsAreRefusedBeforeAHello() {
    try (AeronRig rig = new AeronRig(AeronRig.IPC);
        Stranger stranger = new Stranger(rig, false)) {
      stranger.sendFragment(40_000, FrameDescriptor.BEGIN_FRAG_FLAG);
      stranger.sendFragment(40_000, (byte) 0);
      rig.await("a refusal", () -> rig.handler.refusals.size() == 1);
    }
  }

  private static RecordingHandler.Connection connect(AeronRig rig, Stranger stranger) {
    int connections = rig.handler.connections.size();
    stranger.send(stranger.hello());
    rig.await("the stranger is connected", () -> rig.handler.connections.size() > connections);
    return rig.handler.connections.getLast();
  }

  private static void expectEcho(AeronRig rig, AeronRig.Client client) {
    byte[] sent = AeronRig.frame(3000, 5);
    rig.send(client, sent);
    rig.await("the good client's echo", () -> !client.frames.isEmpty());
    assertArrayEquals(sent, client.frames.removeFirst());
  }
}
