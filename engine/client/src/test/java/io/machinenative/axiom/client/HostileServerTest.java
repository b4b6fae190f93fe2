package io.machinenative.axiom.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.Status;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Whatever a server sends, the client does not crash: it ends the session, or ignores and counts.
 */
class HostileServerTest {
  private static final int HEADER_BYTES = 8;

  @Test
  void everyMessageCutAtEveryByteIsAProtocolError() {
    for (byte[] whole : ServerFrames.inSession(1)) {
      for (int length = 0; length < whole.length; length++) {
        try (SessionRig rig = SessionRig.open()) {
          rig.call("x", 1);
          rig.receive(Arrays.copyOf(whole, length));
          assertProtocolError(rig, "template " + templateId(whole) + " cut at " + length);
          assertEquals(List.of("1 CONNECTION_LOST/0"), rig.replies.take());
        }
      }
    }
  }

  @Test
  void everyAnswerToHelloCutAtEveryByteIsAProtocolError() {
    for (byte[] whole :
        List.of(ServerFrames.welcome(), ServerFrames.reject(Status.SESSION_LIMIT, "full"))) {
      for (int length = 0; length < whole.length; length++) {
        try (SessionRig rig = new SessionRig()) {
          rig.step();
          rig.receive(Arrays.copyOf(whole, length));
          assertProtocolError(rig, "template " + templateId(whole) + " cut at " + length);
        }
      }
    }
  }

  @Test
  void lengthsThatLieLeadNowhere() {
    SplittableRandom random = new SplittableRandom(4711);
    for (byte[] whole : ServerFrames.inSession(1)) {
      for (int at = 0; at + 4 <= whole.length; at++) {
        for (int value : new int[] {-1, Integer.MAX_VALUE, 0x8000, 0xFFFF, random.nextInt()}) {
          byte[] bent = whole.clone();
          new UnsafeBuffer(bent).putInt(at, value);
          survives(bent);
        }
      }
    }
  }

  @Test
  void randomBytesAreSurvived() {
    long seed = 0x5EED;
    SplittableRandom random = new SplittableRandom(seed);
    List<byte[]> messages = ServerFrames.inSession(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] frame;
      if (random.nextInt(4) == 0) {
        frame = new byte[random.nextInt(200)];
        random.nextBytes(frame);
      } else {
        byte[] whole = messages.get(random.nextInt(messages.size()));
        frame = Arrays.copyOf(whole, random.nextInt(1, whole.length + 20));
        for (int flips = random.nextInt(4); flips >= 0; flips--) {
          frame[random.nextInt(frame.length)] = (byte) random.nextInt();
        }
      }
      try {
        survives(frame);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "seed " + seed + ", frame " + i + ": " + Arrays.toString(frame), e);
      }
    }
  }

  private static void survives(byte[] frame) {
    try (SessionRig rig = SessionRig.open()) {
      rig.call("x", 1);
      rig.receive(frame);
      boolean ended = rig.session.state() == ClientSession.State.CLOSED;
      assertTrue(
          ended || rig.session.isOpen() || rig.session.state() == ClientSession.State.DRAINING);
      rig.session.close();
      long ends = rig.replies.take().stream().filter(event -> !event.contains("progress")).count();
      assertEquals(1, ends, "the call ended exactly once");
    }
  }

  @Test
  void unknownTemplatesAreCountedAndIgnored() {
    try (SessionRig rig = SessionRig.open()) {
      int seen = 0;
      for (int templateId : new int[] {0, 1, 7, 19, 20, 24, 25, 40, 42, 44, 100, 200, 65_535}) {
        byte[] frame = ServerFrames.result(1, "x");
        header(frame, 2, templateId);
        rig.receive(frame);
        assertEquals(++seen, rig.count(ClientCounters.Kind.UNKNOWN_TEMPLATE));
        assertTrue(rig.session.isOpen(), "template " + templateId);
      }
    }
  }

  @Test
  void anotherSchemaIsAProtocolError() {
    try (SessionRig rig = SessionRig.open()) {
      byte[] frame = ServerFrames.result(1, "x");
      header(frame, 4, 4712);
      rig.receive(frame);
      assertProtocolError(rig, "schema 4712");
    }
    try (SessionRig rig = SessionRig.open()) {
      byte[] frame = ServerFrames.result(1, "x");
      header(frame, 6, 0);
      rig.receive(frame);
      assertProtocolError(rig, "version 0");
    }
  }

  @Test
  void whatALaterVersionAppendedIsSkipped() {
    try (SessionRig rig = SessionRig.open()) {
      long id = rig.call("x", 1);
      byte[] known = ServerFrames.result(id, "payload");
      int block = 10;
      // Four bytes more in the block, a var-data field more at the end.
      byte[] later = new byte[known.length + 4 + 7];
      System.arraycopy(known, 0, later, 0, HEADER_BYTES + block);
      System.arraycopy(
          known,
          HEADER_BYTES + block,
          later,
          HEADER_BYTES + block + 4,
          known.length - HEADER_BYTES - block);
      header(later, 0, block + 4);
      header(later, 6, 2);
      rig.receive(later);
      assertEquals(List.of("1 JSON payload"), rig.replies.take());
    }
  }

  @Test
  void unknownEnumValuesArePassedOn() {
    try (SessionRig rig = SessionRig.open()) {
      long id = rig.call("x", 1);
      byte[] result = ServerFrames.result(id, "payload");
      result[HEADER_BYTES + 8] = 77;
      rig.receive(result);
      long other = rig.call("y", 2);
      byte[] error = ServerFrames.error(other, Status.OVERLOADED, 1, "");
      new UnsafeBuffer(error).putShort(HEADER_BYTES + 12, (short) 2999);
      rig.receive(error);
      assertEquals(
          List.of("1 " + ContentType.SBE_UNKNOWN + " payload", "2 SBE_UNKNOWN/1"),
          rig.replies.take());
    }
  }

  @Test
  void anErrorThatSaysOkIsAProtocolError() {
    try (SessionRig rig = SessionRig.open()) {
      rig.call("x", 1);
      rig.receive(ServerFrames.error(1, Status.OK, 0, ""));
      assertProtocolError(rig, "status OK");
    }
  }

  @Test
  void answersThatDoNotFitTheQuestionAreProtocolErrors() {
    for (byte[] answer :
        List.of(ServerFrames.toolList(1, 1, false, "a"), ServerFrames.description(1, "a", true))) {
      try (SessionRig rig = SessionRig.open()) {
        rig.call("x", 1);
        rig.receive(answer);
        assertProtocolError(rig, "a catalogue for a call");
      }
    }
    for (byte[] answer :
        List.of(
            ServerFrames.result(1, "a"),
            ServerFrames.progress(1, 1, 1, ""),
            ServerFrames.description(1, "a", true))) {
      try (SessionRig rig = SessionRig.open()) {
        rig.session.listTools("", "", 0, CallOptions.NO_DEADLINE, rig.replies, 1);
        rig.receive(answer);
        assertProtocolError(rig, "a result for a list");
      }
    }
  }

  @Test
  void messagesAtTheWrongTimeAreProtocolErrors() {
    for (byte[] frame : ServerFrames.inSession(1)) {
      if (templateId(frame) != 5) {
        try (SessionRig rig = new SessionRig()) {
          rig.step();
          rig.receive(frame);
          assertProtocolError(rig, "template " + templateId(frame) + " before Welcome");
        }
      }
    }
    for (byte[] frame :
        List.of(ServerFrames.welcome(), ServerFrames.reject(Status.SESSION_LIMIT, ""))) {
      try (SessionRig rig = SessionRig.open()) {
        rig.receive(frame);
        assertProtocolError(rig, "an answer to Hello in an open session");
      }
    }
  }

  @Test
  void fragmentsOutOfPlaceAreProtocolErrors() {
    long tooLong = ServerFrames.MAX_MESSAGE_BYTES + 1L;
    byte[] piece = new byte[10];
    byte[] nested = ServerFrames.fragment(2, 100, 0, new byte[50]);
    for (List<byte[]> frames :
        List.of(
            List.of(ServerFrames.fragment(1, tooLong, 0, piece)),
            List.of(ServerFrames.fragment(1, 0xFFFF_FFFFL, 0, piece)),
            List.of(ServerFrames.fragment(1, 100, 10, piece)),
            List.of(ServerFrames.fragment(1, 5, 0, piece)),
            List.of(ServerFrames.fragment(1, 0, 0, piece)),
            List.of(ServerFrames.fragment(1, 100, 0, new byte[0])),
            List.of(ServerFrames.fragment(1, 10, 0, piece)),
            List.of(ServerFrames.fragment(1, 7, 0, new byte[7])),
            List.of(ServerFrames.fragment(1, nested.length, 0, nested)),
            List.of(
                ServerFrames.fragment(1, 100, 0, piece), ServerFrames.fragment(1, 99, 10, piece)),
            List.of(
                ServerFrames.fragment(1, 100, 0, piece),
                ServerFrames.fragment(1, 100, 20, piece)))) {
      try (SessionRig rig = SessionRig.open()) {
        frames.forEach(rig::receive);
        assertProtocolError(rig, "fragments");
      }
    }
  }

  @Test
  void moreUnfinishedMessagesThanAllowedAreAProtocolError() {
    try (SessionRig rig = SessionRig.open()) {
      for (int i = 0; i < 8; i++) {
        rig.receive(ServerFrames.fragment(i, 100_000, 0, new byte[10]));
        assertTrue(rig.session.isOpen());
      }
      rig.receive(ServerFrames.fragment(8, 100_000, 0, new byte[10]));
      assertProtocolError(rig, "nine unfinished");
    }
  }

  @Test
  void nothingIsReadAfterTheFirstDefect() {
    try (SessionRig rig = SessionRig.open()) {
      long id = rig.call("x", 1);
      rig.link.deliver(new byte[3]);
      rig.link.deliver(ServerFrames.result(id, "too late"));
      rig.step();
      assertEquals(List.of("1 CONNECTION_LOST/0"), rig.replies.take());
    }
  }

  private static void assertProtocolError(SessionRig rig, String what) {
    assertEquals(ClientSession.State.CLOSED, rig.session.state(), what);
    assertEquals(Status.PROTOCOL_ERROR, rig.session.closeStatus(), what);
    assertEquals(1, rig.count(ClientCounters.Kind.PROTOCOL_ERROR), what);
    assertTrue(rig.link.closedByOwner, what);
  }

  private static int templateId(byte[] frame) {
    return new MessageHeaderDecoder().wrap(new UnsafeBuffer(frame), 0).templateId();
  }

  private static void header(byte[] frame, int at, int value) {
    new UnsafeBuffer(frame).putShort(at, (short) value, java.nio.ByteOrder.LITTLE_ENDIAN);
  }
}
