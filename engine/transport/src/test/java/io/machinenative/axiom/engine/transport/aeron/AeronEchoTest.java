package io.machinenative.axiom.engine.transport.aeron;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.Outcome;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AeronEchoTest {
  /**
   * Round Aeron's alignment, the UDP MTU (1408 - 32 of payload), the IPC MTU, and the longest
   * frame.
   */
  private static final int[] LENGTHS = {
    9, 31, 32, 33, 64, 1024, 1375, 1376, 1377, 1408, 2752, 2753, 4096, 32_768, 65_471, 65_472,
    65_473, 65_504, 65_535, 65_536
  };

  @ParameterizedTest
  @ValueSource(strings = {AeronRig.IPC, AeronRig.UDP, "aeron:ipc?stream-id=77"})
  void framesOfEachLengthComeBackAsTheyWere(String address) {
    try (AeronRig rig = new AeronRig(address)) {
      AeronRig.Client client = rig.connectedClient();
      assertEquals(WireLimits.MAX_FRAME_BYTES, client.link.maxFrameBytes());
      for (int length : LENGTHS) {
        byte[] sent = AeronRig.frame(length, length);
        rig.send(client, sent);
        rig.await("echo of " + length, () -> !client.frames.isEmpty());
        assertArrayEquals(sent, client.frames.removeFirst(), "length " + length);
      }
      rig.expectNoErrors();
    }
  }

  private static DriverOptions shortTerms(DriverOptions options) {
    return options.withTermBytes(DriverOptions.MIN_TERM_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {AeronRig.IPC, AeronRig.UDP})
  void mixedFramesWrapTheTermManyTimes(String address) {
    long seed = 20_260_101L;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (AeronRig rig =
        new AeronRig(address, AeronListenerOptions.DEFAULT, AeronEchoTest::shortTerms)) {
      AeronRig.Client client = rig.connectedClient();
      int sent = 0;
      int received = 0;
      int[] lengths = new int[600];
      while (received < lengths.length) {
        while (sent < lengths.length && sent - received < 8) {
          lengths[sent] = 1 + random.nextInt(WireLimits.MAX_FRAME_BYTES);
          if (client.link.claim(lengths[sent]) != Outcome.OK) {
            break;
          }
          client.link.buffer().putBytes(client.link.offset(), AeronRig.frame(lengths[sent], sent));
          client.link.commit();
          sent++;
        }
        rig.step();
        if (received == sent) {
          continue;
        }
        int number = received;
        rig.await("frame " + number, () -> !client.frames.isEmpty());
        assertArrayEquals(
            AeronRig.frame(lengths[number], number),
            client.frames.removeFirst(),
            "frame " + number);
        received++;
      }
      rig.expectNoErrors();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {AeronRig.IPC, AeronRig.UDP})
  void abortedClaimsAreNotSeen(String address) {
    try (AeronRig rig = new AeronRig(address)) {
      AeronRig.Client client = rig.connectedClient();
      for (int length : new int[] {40, 4096, 65_536}) {
        assertEquals(Outcome.OK, client.link.claim(length));
        client.link.buffer().setMemory(client.link.offset(), length, (byte) 0xEE);
        client.link.abort();
        byte[] sent = AeronRig.frame(length, 1);
        rig.send(client, sent);
        rig.await("echo", () -> !client.frames.isEmpty());
        assertArrayEquals(sent, client.frames.removeFirst());
      }
      assertEquals(4, rig.handler.only().frames.size());
    }
  }

  @Test
  void framesAboveTheLimitAreRefused() {
    try (AeronRig rig = new AeronRig(AeronRig.IPC)) {
      AeronRig.Client client = rig.connectedClient();
      assertEquals(Outcome.TOO_LARGE, client.link.claim(WireLimits.MAX_FRAME_BYTES + 1));
      assertEquals(
          Outcome.TOO_LARGE, rig.handler.only().peer.claim(WireLimits.MAX_FRAME_BYTES + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {AeronRig.IPC, AeronRig.UDP})
  void clientsDoNotHearEachOther(String address) {
    try (AeronRig rig = new AeronRig(address)) {
      AeronRig.Client one = rig.connectedClient();
      AeronRig.Client two = rig.connectedClient();
      assertTrue(
          one.link.responseStreamId() != two.link.responseStreamId()
              || !one.link.responseChannel().equals(two.link.responseChannel()));
      rig.send(one, AeronRig.frame(100, 1));
      rig.send(two, AeronRig.frame(200, 2));
      rig.await("both", () -> !one.frames.isEmpty() && !two.frames.isEmpty());
      rig.steps(100);
      assertEquals(1, one.frames.size());
      assertEquals(1, two.frames.size());
      assertArrayEquals(AeronRig.frame(100, 1), one.frames.getFirst());
      assertArrayEquals(AeronRig.frame(200, 2), two.frames.getFirst());
    }
  }

  @Test
  void udpAddressTellsTheBoundPort() {
    try (AeronRig rig = new AeronRig(AeronRig.UDP)) {
      assertTrue(
          rig.listener.address().startsWith("aeron:udp?endpoint=127.0.0.1:"),
          rig.listener.address());
      assertNotEquals(AeronRig.UDP, rig.listener.address());
    }
  }

  @Test
  void udpClientWithoutADriverEmbedsOne() {
    try (AeronRig rig = new AeronRig(AeronRig.UDP)) {
      AeronRig.Client client = rig.client(rig.directory.resolveSibling("axiom-test-none"));
      rig.await("the link connects", client::connected);
      rig.send(
          client, AeronRig.hello(client.link.responseChannel(), client.link.responseStreamId()));
      rig.await(
          "the Hello",
          () -> rig.handler.connections.size() == 1 && rig.handler.only().frames.size() == 1);
      byte[] sent = AeronRig.frame(5000, 3);
      rig.send(client, sent);
      rig.await("echo", () -> !client.frames.isEmpty());
      assertArrayEquals(sent, client.frames.getFirst());
      client.link.close();
      rig.await("the server notices", () -> rig.handler.only().disconnects == 1);
    }
  }
}
