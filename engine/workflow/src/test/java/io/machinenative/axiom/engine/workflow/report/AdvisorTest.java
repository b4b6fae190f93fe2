package io.machinenative.axiom.engine.workflow.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.engine.workflow.report.Advice.Kind;
import io.machinenative.axiom.engine.workflow.report.StageReport.Flow;
import io.machinenative.axiom.engine.workflow.report.StageReport.Times;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AdvisorTest {
  private static final long SECOND_NS = 1_000_000_000;

  private static StageReport stage(
      String name, String from, Map<String, Object> parameters, Times times, Flow flow) {
    return new StageReport(
        name,
        "test." + name,
        "test 1.0.0",
        StageState.SUCCEEDED,
        0,
        Optional.ofNullable(from),
        parameters,
        1,
        times,
        flow,
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        "",
        "");
  }

  /** Ten seconds, of which so many tenths were spent in waiting to read and to write. */
  private static Times times(int readWait, int writeWait, int cpu) {
    return new Times(
        10 * SECOND_NS, readWait * SECOND_NS, writeWait * SECOND_NS, cpu * SECOND_NS, 0);
  }

  private static List<Advice> advice(StageReport... stages) {
    RunReport run =
        new RunReport(
            "run-1",
            "p",
            RunOwner.of(Principal.ANONYMOUS),
            RunOutcome.SUCCEEDED,
            0,
            10 * SECOND_NS,
            0,
            32,
            4 << 20,
            Map.of(),
            List.of(stages),
            "");
    return Advisor.of(run, 4, OptionalLong.of(SECOND_NS));
  }

  private static Advice only(List<Advice> advice, Kind kind) {
    List<Advice> found = advice.stream().filter(one -> one.kind() == kind).toList();
    assertEquals(1, found.size(), () -> kind + " in " + advice);
    return found.getFirst();
  }

  @Test
  void aSlowCompressionIsTheBottleneck() {
    List<Advice> advice =
        advice(
            stage("read", null, Map.of(), times(0, 9, 1), new Flow(0, 1 << 30, 0, 4096)),
            stage(
                "compress",
                "read",
                Map.of("level", 19),
                times(0, 0, 10),
                new Flow(1 << 30, 1 << 28, 4096, 4096)),
            stage("store", "compress", Map.of(), times(9, 0, 0), new Flow(1 << 28, 0, 4096, 0)));
    Advice bottleneck = only(advice, Kind.BOTTLENECK);
    assertEquals("compress", bottleneck.stage());
    assertEquals(100L, bottleneck.evidence().get("busyPercent"));
    Advice level = only(advice, Kind.LEVEL_DOWN);
    assertEquals(19, level.evidence().get("level"));
    assertEquals(10.0, level.evidence().get("possibleSpeedup"));
    assertEquals(10_000L, only(advice, Kind.SLOWER_THAN_USUAL).evidence().get("elapsedMs"));
  }

  @Test
  void aSlowStoreIsHelpedByMoreCompression() {
    List<Advice> advice =
        advice(
            stage("read", null, Map.of(), times(0, 9, 1), new Flow(0, 1 << 30, 0, 4096)),
            stage(
                "compress",
                "read",
                Map.of("level", 1),
                times(0, 8, 2),
                new Flow(1 << 30, 1 << 28, 4096, 4096)),
            stage(
                "store",
                "compress",
                Map.of("parts", 2),
                times(0, 0, 1),
                new Flow(1 << 28, 0, 4096, 0)));
    assertEquals("store", only(advice, Kind.BOTTLENECK).stage());
    assertEquals("compress", only(advice, Kind.LEVEL_UP).stage());
    assertEquals(2, only(advice, Kind.PARALLELISM).evidence().get("parts"));
  }

  @Test
  void smallCallsAndWhatDoesNotCompressAreNamed() {
    List<Advice> advice =
        advice(
            stage("read", null, Map.of(), times(0, 5, 1), new Flow(0, 1 << 20, 0, 100_000)),
            stage(
                "compress",
                "read",
                Map.of("level", 3),
                times(5, 0, 1),
                new Flow(1 << 20, 1 << 20, 100_000, 10)));
    assertEquals(
        List.of("read", "compress"),
        advice.stream().filter(one -> one.kind() == Kind.CHUNK_SIZE).map(Advice::stage).toList());
    assertEquals("compress", only(advice, Kind.NOT_COMPRESSIBLE).stage());
    assertEquals(50L, only(advice, Kind.BUFFER).evidence().get("readWaitPercent"));
    assertTrue(advice.stream().noneMatch(one -> one.kind() == Kind.BOTTLENECK));
  }
}
