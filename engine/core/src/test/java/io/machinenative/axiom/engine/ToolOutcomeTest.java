package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.counters.EngineCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tool can do, and what its caller is told. */
class ToolOutcomeTest {
  private final TestTools tools = new TestTools();
  private final DataPlane plane = new DataPlane(new TestLimits(), tools.routes());
  private HandClient client;

  @BeforeEach
  void open() {
    client = plane.open();
  }

  @AfterEach
  void nothingIsHeld() {
    client.answered(Invoke.of(999, "inline.echo"));
    plane.requireNothingHeld();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline.empty", "worker.empty"})
  void answersNothing(String tool) {
    ServerMessage.Result result = client.answered(Invoke.of(1, tool, new byte[5]));
    assertEquals(0, result.payload().length);
    assertEquals(ContentType.BINARY, result.contentType());
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline.refuse", "worker.refuse"})
  void refusesAfterItClaimedAReply(String tool) {
    ServerMessage.Error error = client.refused(Invoke.of(1, tool), Status.TOOL_ERROR);
    assertEquals("refused on purpose", error.message());
    assertEquals(7, error.retryAfterMs());
    assertEquals(1, plane.count(EngineCounter.CALLS_FAILED));
    assertEquals(0, plane.count(EngineCounter.ERRORS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline.fault", "worker.fault"})
  void faultsAreRecordedAndNotTold(String tool) {
    ServerMessage.Error error = client.refused(Invoke.of(1, tool), Status.TOOL_FAULT);
    assertFalse(error.message().contains("secret"), error.message());
    assertEquals(1, plane.count(EngineCounter.TOOL_FAULTS));
    assertEquals(1, plane.count(EngineCounter.ERRORS));
    assertTrue(plane.errors.entries().getFirst().stack().contains("secret detail"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline.script", "worker.script"})
  void misusesItsCall(String tool) {
    tools.script =
        call -> {
          call.reply(ContentType.BINARY, 1);
          call.reply(ContentType.BINARY, 1);
        };
    client.refused(Invoke.of(1, tool), Status.TOOL_FAULT);
    tools.script = call -> call.reply(null, 1);
    client.refused(Invoke.of(2, tool), Status.TOOL_FAULT);
    tools.script = call -> call.reply(ContentType.NULL_VAL, 1);
    client.refused(Invoke.of(3, tool), Status.TOOL_FAULT);
    tools.script =
        call -> {
          throw new ToolException(Status.TOOL_ERROR, null);
        };
    assertEquals("", client.refused(Invoke.of(4, tool), Status.TOOL_ERROR).message());
    tools.script =
        call -> {
          throw new StackOverflowError();
        };
    client.refused(Invoke.of(5, tool), Status.TOOL_FAULT);
    tools.script =
        call -> {
          throw new InterruptedException();
        };
    client.refused(Invoke.of(6, tool), Status.TOOL_FAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline.script", "worker.script"})
  void saysTooMuch(String tool) {
    String text = "ä€𝄞".repeat(1000);
    tools.script =
        call -> {
          call.progress(0, 1, text);
          throw ToolException.error(text);
        };
    client.send(Invoke.of(1, tool));
    plane.settle();
    String progress = client.next(ServerMessage.Progress.class).message();
    String error = client.nextError(1, Status.TOOL_ERROR).message();
    assertTrue(text.startsWith(progress), "cut between two characters");
    assertTrue(text.startsWith(error), "cut between two characters");
    assertTrue(progress.length() > 50);
    assertTrue(error.length() > WireLimits.MAX_TEXT_BYTES / 4);
    client.requireSilence();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline.progress", "worker.progress"})
  void reportsProgressBeforeItsAnswer(String tool) {
    client.send(Invoke.of(1, tool, new byte[] {1}));
    plane.settle();
    assertEquals(
        new ServerMessage.Progress(1, 1, 2, "half"), client.next(ServerMessage.Progress.class));
    ServerMessage.Progress second = client.next(ServerMessage.Progress.class);
    assertTrue(Double.isNaN(second.total()) && second.done() == 2 && second.message().isEmpty());
    client.nextResult(1);
    client.requireSilence();
  }

  /** More progress than the ring holds: it is dropped, the completion is not. */
  @Test
  void floodsWithProgress() {
    tools.script =
        call -> {
          for (int i = 0; i < 5000; i++) {
            call.progress(i, 5000, "x".repeat(i % 300));
          }
        };
    for (int i = 0; i < 10; i++) {
      client.send(Invoke.of(i, "worker.script"));
    }
    plane.settle();
    int results = 0;
    int progress = 0;
    for (ServerMessage message : client.all()) {
      results += message instanceof ServerMessage.Result ? 1 : 0;
      progress += message instanceof ServerMessage.Progress ? 1 : 0;
    }
    assertEquals(10, results);
    assertTrue(progress >= 100, "only " + progress);
    assertEquals(50_000 - progress, plane.count(EngineCounter.PROGRESS_DROPPED));
  }

  @Test
  void loopsUntilItIsCancelled() throws Exception {
    tools.script =
        call -> {
          tools.begun.release();
          while (!call.isCancelled()) {
            Thread.onSpinWait();
          }
          throw ToolException.cancelled();
        };
    client.send(Invoke.of(1, "blocking.script"));
    plane.stepIngress();
    tools.begun.acquire();
    client.send(Messages.cancel(1));
    plane.stepIngress();
    client.nextError(1, Status.CANCELLED);
    plane.await(() -> plane.slots.inUse() == 0);
    client.requireSilence();
  }
}
