package io.machinenative.axiom.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.CancelDecoder;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.InvokeDecoder;
import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.codec.WireLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SessionCallTest {
  @Test
  void sendsAllThatACallCarries() {
    CallOptions options =
        new CallOptions()
            .deadlineNs(5_000_000)
            .priority(Priority.CRITICAL)
            .idempotencyKey(0x1111, 0x2222)
            .traceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .traceState("vendor=x");
    try (SessionRig rig = SessionRig.open()) {
      assertEquals(1, rig.call("{\"a\":1}", 42, options));
      InvokeDecoder invoke = ClientFrames.invoke(rig.sent());
      assertEquals(1, invoke.correlationId());
      assertEquals(5_000_000, invoke.relativeDeadlineNs());
      assertEquals(0x1111, invoke.idempotencyKeyHigh());
      assertEquals(0x2222, invoke.idempotencyKeyLow());
      assertEquals(0x0af7651916cd43ddL, invoke.traceIdHigh());
      assertEquals(0x8448eb211c80319cL, invoke.traceIdLow());
      assertEquals(0xb7ad6b7169203331L, invoke.parentSpanId());
      assertEquals(ToolId.of(SessionRig.TOOL) & 0xFFFF_FFFFL, invoke.toolId());
      assertEquals(1, invoke.traceFlags());
      assertEquals(Priority.CRITICAL, invoke.priority());
      assertEquals(ContentType.JSON, invoke.contentType());
      assertEquals(0, invoke.reserved());
      assertEquals("vendor=x", invoke.traceState());
      byte[] payload = new byte[invoke.payloadLength()];
      invoke.getPayload(payload, 0, payload.length);
      assertEquals("{\"a\":1}", new String(payload, UTF_8));
    }
  }

  @Test
  void sendsNoDeadlineWhenThereIsNone() {
    try (SessionRig rig = SessionRig.open()) {
      rig.call("x", 1);
      assertEquals(
          InvokeDecoder.relativeDeadlineNsNullValue(),
          ClientFrames.invoke(rig.sent()).relativeDeadlineNs());
    }
  }

  @Test
  void handsOutAnswersInAnyOrder() {
    try (SessionRig rig = SessionRig.open()) {
      long first = rig.call("1", 101);
      long second = rig.call("2", 102);
      rig.receive(ServerFrames.progress(first, 1, 4, "quarter"));
      rig.receive(ServerFrames.error(second, Status.OVERLOADED, 12, "lane full"));
      rig.receive(ServerFrames.result(first, "one"));
      assertEquals(
          List.of("101 progress 1.0/4.0 quarter", "102 OVERLOADED/12", "101 JSON one"),
          rig.replies.take());
      assertEquals(0, rig.session.inFlight());
    }
  }

  @Test
  void countsAndIgnoresAnswersToNoCall() {
    try (SessionRig rig = SessionRig.open()) {
      long id = rig.call("x", 1);
      rig.receive(ServerFrames.result(id, "one"));
      rig.receive(ServerFrames.result(id, "again"));
      rig.receive(ServerFrames.result(id + 1, "never asked"));
      rig.receive(ServerFrames.result(0, "zero"));
      rig.receive(ServerFrames.result(-1, "minus one"));
      rig.receive(ServerFrames.error(id, Status.TOOL_ERROR, 0, "late"));
      rig.receive(ServerFrames.progress(id, 1, 1, "late"));
      assertEquals(List.of("1 JSON one"), rig.replies.take());
      assertEquals(6, rig.count(ClientCounters.Kind.UNKNOWN_CORRELATION));
      assertTrue(rig.session.isOpen());
    }
  }

  @Test
  void keepsToTheCreditWindow() {
    try (SessionRig rig = SessionRig.open()) {
      for (int i = 1; i <= ServerFrames.CREDIT_WINDOW; i++) {
        assertEquals(i, rig.call("x", i));
      }
      assertEquals(ClientSession.NO_CREDIT, rig.call("x", 9));
      assertEquals(ServerFrames.CREDIT_WINDOW, rig.allSent().size());
      rig.receive(ServerFrames.result(3, "three"));
      assertEquals(11, rig.call("x", 10), "ids 9 and 10 belong to slots that are still occupied");
      assertEquals(ClientSession.NO_CREDIT, rig.call("x", 11));
    }
  }

  @Test
  void skipsOccupiedSlotsForEver() {
    SplittableRandom random = new SplittableRandom(20261122);
    try (SessionRig rig = SessionRig.open()) {
      List<Long> inFlight = new ArrayList<>();
      long last = 0;
      for (int i = 0; i < 10_000; i++) {
        if (inFlight.size() < ServerFrames.CREDIT_WINDOW && random.nextBoolean()) {
          long id = rig.call("x", i);
          assertTrue(id > last, "ids grow");
          last = id;
          inFlight.add(id);
        } else if (!inFlight.isEmpty()) {
          long id = inFlight.remove(random.nextInt(inFlight.size()));
          rig.receive(ServerFrames.result(id, "r"));
          assertEquals(1, rig.replies.take().size());
        }
        rig.link.outbound.clear();
        assertEquals(inFlight.size(), rig.session.inFlight());
      }
    }
  }

  @Test
  void answersBackPressureAndSendsNothing() {
    try (SessionRig rig = SessionRig.open()) {
      rig.link.capacityFrames = 0;
      assertEquals(ClientSession.BACK_PRESSURED, rig.call("x", 1));
      assertEquals(0, rig.session.inFlight());
      rig.link.capacityFrames = 1;
      assertTrue(rig.call("x", 1) > 0);
      rig.step();
      assertEquals(List.of(), rig.replies.take());
    }
  }

  @Test
  void callsFromWithinACallback() {
    try (SessionRig rig = SessionRig.open()) {
      List<Long> ids = new ArrayList<>();
      ReplyHandler again =
          new ReplyHandler() {
            @Override
            public void onResult(
                long token, ContentType t, org.agrona.DirectBuffer b, int offset, int length) {
              ids.add(rig.call("next", token + 1));
            }

            @Override
            public void onError(
                long token, int s, int r, org.agrona.DirectBuffer m, int offset, int length) {}
          };
      UnsafeBuffer empty = new UnsafeBuffer(new byte[0]);
      long id = rig.session.send(1, ContentType.BINARY, empty, 0, 0, new CallOptions(), again, 7);
      rig.receive(ServerFrames.result(id, ""));
      rig.receive(ServerFrames.result(ids.getFirst(), "second"));
      assertEquals(List.of("8 JSON second"), rig.replies.take());
    }
  }

  @Test
  void sendsLongMessagesInPieces() {
    try (SessionRig rig = SessionRig.open()) {
      String payload = "0123456789abcdef".repeat(2000);
      long id = rig.call(payload, 1);
      assertTrue(id > 0);
      List<byte[]> pieces = rig.allSent();
      assertTrue(pieces.stream().allMatch(p -> p.length <= ServerFrames.MAX_FRAME_BYTES));
      assertEquals(8, pieces.size());
      InvokeDecoder invoke = ClientFrames.invoke(ClientFrames.assemble(pieces));
      assertEquals(id, invoke.correlationId());
      assertEquals(payload, ClientFrames.payload(invoke));
    }
  }

  @Test
  void letsShortMessagesPassLongOnes() {
    try (SessionRig rig = SessionRig.open()) {
      rig.link.capacityFrames = 2;
      String payload = "x".repeat(20_000);
      long id = rig.call(payload, 1);
      List<byte[]> pieces = new ArrayList<>(rig.allSent());
      assertEquals(2, pieces.size());
      assertTrue(rig.session.cancel(id));
      assertTrue(rig.sentNothing(), "a Cancel waits for the pieces of its call");
      rig.link.capacityFrames = 1;
      rig.call("short", 2);
      assertEquals("short", ClientFrames.payload(ClientFrames.invoke(rig.sent())));
      rig.link.capacityFrames = 100;
      rig.step();
      List<byte[]> rest = rig.allSent();
      assertEquals(id, ClientFrames.cancelled(rest.removeLast()));
      pieces.addAll(rest);
      assertEquals(
          payload, ClientFrames.payload(ClientFrames.invoke(ClientFrames.assemble(pieces))));
    }
  }

  @Test
  void boundsLongMessagesThatWait() {
    try (SessionRig rig = SessionRig.open()) {
      rig.link.capacityFrames = 0;
      String payload = "x".repeat(20_000);
      for (int i = 0; i < Outbox.MAX_LONG_MESSAGES; i++) {
        assertTrue(rig.call(payload, i) > 0);
      }
      assertEquals(ClientSession.BACK_PRESSURED, rig.call(payload, 9));
    }
  }

  @Test
  void refusesWhatTheSessionDoesNotTake() {
    try (SessionRig rig = SessionRig.open()) {
      int longest = ServerFrames.MAX_MESSAGE_BYTES - WireLimits.INVOKE_OVERHEAD_BYTES;
      assertEquals(ClientSession.TOO_LARGE, rig.call("x".repeat(longest + 1), 1));
      assertEquals(0, rig.session.inFlight());
      assertTrue(rig.call("x".repeat(longest), 1) > 0);
    }
  }

  @Test
  void putsPiecesTogether() {
    try (SessionRig rig = SessionRig.open()) {
      long first = rig.call("1", 1);
      long second = rig.call("2", 2);
      String long1 = "a".repeat(9000);
      String long2 = "b".repeat(5000);
      List<byte[]> one = ServerFrames.fragments(1, ServerFrames.result(first, long1), 3000);
      List<byte[]> two = ServerFrames.fragments(2, ServerFrames.result(second, long2), 1000);
      for (int i = 0; i < Math.max(one.size(), two.size()); i++) {
        if (i < two.size()) {
          rig.receive(two.get(i));
        }
        if (i < one.size()) {
          rig.receive(one.get(i));
        }
      }
      assertEquals(List.of("1 JSON " + long1, "2 JSON " + long2), rig.replies.take());
      assertEquals(0, rig.pool.lent());
    }
  }

  @Test
  void cancels() {
    try (SessionRig rig = SessionRig.open()) {
      long id = rig.call("x", 1);
      rig.allSent();
      assertTrue(rig.session.cancel(id));
      byte[] cancel = rig.sent();
      assertEquals(CancelDecoder.TEMPLATE_ID, ClientFrames.templateId(cancel));
      assertEquals(id, ClientFrames.cancelled(cancel));
      rig.receive(ServerFrames.error(id, Status.CANCELLED, 0, "cancelled"));
      assertEquals(List.of("1 CANCELLED/0"), rig.replies.take());
      assertFalse(rig.session.cancel(id));
      assertFalse(rig.session.cancel(0));
      assertTrue(rig.sentNothing());
    }
  }

  @Test
  void cancelsOnceTheLinkHasRoom() {
    try (SessionRig rig = SessionRig.open()) {
      long id = rig.call("x", 1);
      long other = rig.call("y", 2);
      rig.allSent();
      rig.link.capacityFrames = 0;
      assertTrue(rig.session.cancel(id));
      assertTrue(rig.session.cancel(other));
      assertTrue(rig.session.cancel(id));
      rig.receive(ServerFrames.result(other, "was faster"));
      rig.link.capacityFrames = 10;
      rig.step();
      List<byte[]> sent = rig.allSent();
      assertEquals(1, sent.size());
      assertEquals(id, ClientFrames.cancelled(sent.getFirst()));
    }
  }

  @Test
  void readsTheCatalogue() {
    try (SessionRig rig = SessionRig.open()) {
      long list = rig.session.listTools("a", "p", 10, CallOptions.NO_DEADLINE, rig.replies, 1);
      var asked = ClientFrames.listTools(rig.sent());
      assertEquals(list, asked.correlationId());
      assertEquals(10, asked.pageSize());
      assertEquals("a", asked.after());
      assertEquals("p", asked.prefix());
      rig.receive(ServerFrames.toolList(list, 9, false, "p.a", "p.b"));
      assertEquals(9, rig.session.catalogueEpoch());
      long describe = rig.session.describeTool(-5, CallOptions.NO_DEADLINE, rig.replies, 2);
      assertEquals(0xFFFF_FFFBL, ClientFrames.describeTool(rig.sent()).toolId());
      rig.receive(ServerFrames.description(describe, "p.a", true));
      assertEquals(List.of("1 tools p.a p.b", "2 tool p.a"), rig.replies.take());
      assertEquals(ServerFrames.EPOCH, rig.session.catalogueEpoch());
    }
  }

  @Test
  void keepsPayloadsOfAllLengths() {
    try (SessionRig rig = SessionRig.open()) {
      for (int length : new int[] {0, 1, 4033, 4034, 4035, 4096, 65_536, 1_000_000}) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) length);
        long id =
            rig.session.send(
                1,
                ContentType.BINARY,
                new UnsafeBuffer(payload),
                0,
                length,
                new CallOptions(),
                rig.replies,
                1);
        rig.step();
        List<byte[]> sent = rig.allSent();
        byte[] message = sent.size() == 1 ? sent.getFirst() : ClientFrames.assemble(sent);
        InvokeDecoder invoke = ClientFrames.invoke(message);
        invoke.skipTraceState();
        byte[] seen = new byte[invoke.payloadLength()];
        invoke.getPayload(seen, 0, seen.length);
        assertArrayEquals(payload, seen);
        rig.receive(ServerFrames.result(id, "ok"));
        assertEquals(List.of("1 JSON ok"), rig.replies.take());
      }
    }
  }
}
