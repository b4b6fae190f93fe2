package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.counters.EngineCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that are wrong: each is answered once, with the reason, and the session goes on. */
class BadCallTest {
  private final TestLimits limits = new TestLimits();
  private final TestTools tools = new TestTools();
  private DataPlane plane;
  private HandClient client;

  @BeforeEach
  void open() {
    limits.creditWindow = 4;
    plane = new DataPlane(limits, tools.routes());
    client = plane.open();
  }

  @AfterEach
  void sessionGoesOn() {
    client.answered(Invoke.of(99, "worker.echo", new byte[] {1}));
    plane.requireNothingHeld();
  }

  @Test
  void unknownTool() {
    client.refused(Invoke.of(1, "no.such.tool"), Status.UNKNOWN_TOOL);
    assertEquals(1, plane.count(EngineCounter.CALLS_WRONG));
  }

  @Test
  void contentTypeThatTheToolDoesNotTake() {
    for (int type :
        new int[] {ContentType.JSON.value(), ContentType.COMPOUND.value(), 4, 200, 255}) {
      Invoke invoke = Invoke.of(type, "inline.echo");
      invoke.contentType = type;
      client.refused(invoke, Status.UNSUPPORTED_CONTENT_TYPE);
    }
    client.refused(Invoke.of(1, "json.echo"), Status.UNSUPPORTED_CONTENT_TYPE);
    Invoke json = Invoke.of(2, "json.echo");
    json.contentType = ContentType.JSON.value();
    assertEquals(ContentType.JSON, client.answered(json).contentType());
  }

  @Test
  void priorityOutOfRange() {
    for (int priority : new int[] {4, 5, 127, 128, 254, 255}) {
      for (String tool : new String[] {"inline.echo", "worker.echo"}) {
        Invoke invoke = Invoke.of(priority, tool);
        invoke.priority = priority;
        client.refused(invoke, Status.BAD_REQUEST);
      }
    }
    assertEquals(12, plane.count(EngineCounter.CALLS_WRONG));
  }

  @Test
  void correlationIdThatIsKeptForErrors() {
    client.refused(Invoke.of(-1, "inline.echo"), Status.BAD_REQUEST);
    client.refused(Invoke.of(-1, "worker.echo"), Status.BAD_REQUEST);
    assertEquals(2, plane.count(EngineCounter.CALLS_WRONG));
  }

  @Test
  void traceStateTooLong() {
    Invoke invoke = Invoke.of(1, "inline.echo");
    invoke.traceState = new byte[WireLimits.MAX_TRACE_STATE_BYTES + 1];
    client.refused(invoke, Status.BAD_REQUEST);
    invoke.traceState = new byte[WireLimits.MAX_TRACE_STATE_BYTES];
    client.answered(invoke);
  }

  @Test
  void duplicateCorrelationId() {
    client.send(Invoke.of(1, "worker.echo", new byte[] {1}));
    client.send(Invoke.of(1, "worker.echo", new byte[] {2}));
    client.send(Invoke.of(1, "inline.echo", new byte[] {3}));
    plane.stepIngress();
    client.nextError(1, Status.DUPLICATE_CORRELATION_ID);
    client.nextError(1, Status.DUPLICATE_CORRELATION_ID);
    plane.settle();
    assertEquals(1, client.nextResult(1).payload()[0], "the first call goes on");
    client.requireSilence();
    client.answered(Invoke.of(1, "worker.echo"));
  }

  @Test
  void moreThanTheCredit() {
    for (int i = 1; i <= 6; i++) {
      client.send(Invoke.of(i, "worker.echo"));
    }
    client.send(Invoke.of(7, "inline.echo")); // is answered at once, and takes no credit
    plane.stepIngress();
    client.nextError(5, Status.CREDIT_EXCEEDED);
    client.nextError(6, Status.CREDIT_EXCEEDED);
    client.nextResult(7);
    client.requireSilence();
    plane.settle();
    for (int i = 1; i <= 4; i++) {
      client.nextResult(i);
    }
    client.requireSilence();
    assertEquals(2, plane.count(EngineCounter.CALLS_BEYOND_CREDIT));
  }

  @Test
  void largerThanTheSessionsLimitInOnePiece() {
    HandClient small = plane.connect();
    Hello hello = new Hello();
    hello.maxMessageBytes = 4096;
    small.hello(hello);
    int room = 4096 - WireLimits.INVOKE_OVERHEAD_BYTES;

    small.answered(Invoke.of(1, "inline.count", new byte[room]));
    small.refused(Invoke.of(2, "inline.count", new byte[room + 1]), Status.MESSAGE_TOO_LARGE);
    small.send(Messages.goodbye("x".repeat(5000)));
    plane.settle();
    small.requireEnded(Status.PROTOCOL_ERROR);
  }

  @Test
  void wrongQueries() {
    client.send(Messages.listTools(1, 101, "", ""));
    client.send(Messages.listTools(2, 65_535, "", ""));
    client.send(Messages.listTools(3, 0, "x".repeat(129), ""));
    client.send(Messages.listTools(4, 0, "", "x".repeat(129)));
    client.send(Messages.describeTool(5, 12345));
    plane.settle();
    for (int id = 1; id <= 4; id++) {
      client.nextError(id, Status.BAD_REQUEST);
    }
    client.nextError(5, Status.UNKNOWN_TOOL);
  }

  @Test
  void keepsTheTraceOfACall() {
    for (String tool : new String[] {"inline.script", "worker.script"}) {
      String[] seen = new String[2];
      tools.script =
          call -> {
            seen[0] = call.traceParent();
            seen[1] = call.clientName() + " " + call.correlationId();
            assertTrue(call.sessionId() > 0);
          };
      Invoke traced = Invoke.of(1, tool);
      traced.traceIdHigh = 0x0af7651916cd43ddL;
      traced.traceIdLow = 0x8448eb211c80319cL;
      traced.parentSpanId = 0xb7ad6b7169203331L;
      traced.traceFlags = 1;
      client.answered(traced);
      assertEquals("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", seen[0]);
      assertEquals("test-client 1", seen[1]);
      client.answered(Invoke.of(1, tool));
      assertNull(seen[0], "a call does not see the trace of the one before");
    }
  }
}
