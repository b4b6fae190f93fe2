package io.machinenative.axiom.benchmarks.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.Mode;
import io.machinenative.axiom.benchmarks.rtt.Transport;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Short runs of every subject, in real JVMs: they show that the harness works, not how fast
 * anything is.
 */
final class RttRunTest {
  private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(30);

  @ParameterizedTest(name = "{0} {1} B, {2} in flight, one JVM: {3}")
  @CsvSource({
    "INPROC, 64, 1, true",
    "IPC, 100000, 4, true",
    "UDP, 2000, 4, false",
    "TCP, 9001, 64, true",
  })
  void bareTransportsAnswer(
      Transport transport, int payloadBytes, int inFlight, boolean inProcess) {
    Exchange exchange = new Exchange(transport, payloadBytes, inFlight, Mode.INLINE);
    RttResult result = run(plan(exchange, Subject.baselines(transport), inProcess));

    assertEquals(Subject.baselines(transport).size(), result.results().size());
    result.results().forEach(RttRunTest::assertMeasured);
    assertTrue(result.baseline().isPresent());
  }

  @ParameterizedTest(name = "{0} {1} B, {2}, one JVM: {3}")
  @CsvSource({
    "IPC, 64, INLINE, false",
    "TCP, 1024, WORKER, true",
  })
  void axiomAnswers(Transport transport, int payloadBytes, Mode mode, boolean inProcess) {
    Exchange exchange = new Exchange(transport, payloadBytes, 4, mode);
    RttResult result = run(plan(exchange, List.of(Subject.AXIOM), inProcess));

    assertMeasured(result.of(Subject.AXIOM).orElseThrow());
  }

  @Test
  void grpcAnswers() {
    Exchange exchange = new Exchange(Transport.TCP, 64, 16, Mode.INLINE);
    RttResult result = run(plan(exchange, List.of(Subject.GRPC), true));

    assertMeasured(result.peer().orElseThrow());
  }

  @Test
  void aChildThatDiesEndsTheRun() {
    Exchange exchange = new Exchange(Transport.IPC, 64, 1, Mode.INLINE);
    SubjectProcesses processes =
        new SubjectProcesses(Subject.AERON, plan(exchange, List.of(Subject.AERON), false));
    try (processes) {
      processes.start();
      processes.kill();

      ChildDiedException died =
          assertThrows(ChildDiedException.class, processes::serverAllocatedBytes);
      assertTrue(died.getMessage().contains(Subject.AERON.label()), died.getMessage());
    }
    assertFalse(processes.aeronDirectory().exists());
  }

  private static RttPlan plan(Exchange exchange, List<Subject> subjects, boolean inProcess) {
    return new RttPlan(exchange, subjects, inProcess, 1, SLICE_NS, SLICE_NS, SLICE_NS);
  }

  private static RttResult run(RttPlan plan) {
    StringBuilder progress = new StringBuilder();
    try (RttRun run = new RttRun(plan, progress::append)) {
      return run.execute();
    }
  }

  private static void assertMeasured(SubjectResult result) {
    assertTrue(result.calls() > 0, result::toString);
    assertTrue(result.p50Ns() > 0, result::toString);
    assertTrue(result.p50Ns() <= result.p99Ns(), result::toString);
    assertTrue(result.p99Ns() <= result.maxNs(), result::toString);
    assertTrue(result.callsPerSecond() > 0, result::toString);
    assertTrue(result.serverBytesPerCall() >= 0, result::toString);
  }
}
