package io.machinenative.axiom.benchmarks.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.benchmarks.process.RttPlan;
import io.machinenative.axiom.benchmarks.process.RttResult;
import io.machinenative.axiom.benchmarks.process.Subject;
import io.machinenative.axiom.benchmarks.process.SubjectResult;
import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.Mode;
import io.machinenative.axiom.benchmarks.rtt.SliceStats;
import io.machinenative.axiom.benchmarks.rtt.Transport;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class RttReportTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final List<String> NUMBERS =
      List.of("p50_ns", "p99_ns", "p999_ns", "max_ns", "calls_per_s", "bytes_per_call_allocated");

  private static final Conditions CONDITIONS =
      new Conditions(2, "a cpu", "a jvm", List.of("-Xmx1g"), "a kernel", 0.5, Optional.of("abc"));

  private final RttResult result =
      new RttResult(
          new RttPlan(
              new Exchange(Transport.TCP, 64, 1, Mode.INLINE),
              List.of(Subject.AXIOM, Subject.NETTY, Subject.NETTY_STEPPED, Subject.GRPC),
              false,
              3,
              SECOND_NS,
              SECOND_NS,
              SECOND_NS),
          List.of(
              of(Subject.AXIOM, 12_000),
              of(Subject.NETTY, 16_000),
              of(Subject.NETTY_STEPPED, 10_000),
              of(Subject.GRPC, 60_000)));

  @Test
  void jsonHasTheNumbersOfAll() {
    JsonNode json = json();
    for (JsonNode numbers : List.of(json, json.get("baseline"), json.get("peer"))) {
      NUMBERS.forEach(name -> assertTrue(numbers.path(name).isNumber(), name));
    }
    assertEquals(12_000, json.get("p50_ns").asLong());
    assertEquals(0.5, json.get("bytes_per_call_allocated").asDouble());
  }

  @Test
  void theFastestBareExchangeIsTheBaseline() {
    JsonNode json = json();
    assertEquals(Subject.NETTY_STEPPED.label(), json.get("baseline").get("subject").asString());
    assertEquals(1, json.get("slower_baselines").size());
  }

  @Test
  void ratiosDivideOursByTheirs() {
    JsonNode ratios = json().get("ratios");
    assertEquals(1.2, ratios.get("p50").asDouble());
    assertEquals(0.2, ratios.get("peer").get("p50").asDouble());
    assertTrue(ratios.get("p99").isNumber());
    assertTrue(ratios.get("calls_per_s").isNumber());
  }

  @Test
  void conditionsAreStated() {
    JsonNode conditions = json().get("conditions");
    List.of(
            "transport",
            "payload_bytes",
            "in_flight",
            "mode",
            "in_process",
            "reps",
            "seconds",
            "warmup_seconds",
            "cores",
            "cpu",
            "kernel",
            "java",
            "jvm_flags",
            "commit")
        .forEach(name -> assertTrue(conditions.has(name), name));
  }

  @Test
  void mediansAreOfRepetitions() {
    SubjectResult three =
        new SubjectResult(Subject.AXIOM, List.of(slice(9_000), slice(1_000), slice(2_000)));
    assertEquals(2_000, three.p50Ns());
    assertEquals(1_000, three.bestP50Ns());
    assertEquals(9_000 * 100, three.maxNs());
  }

  @Test
  void theTableNamesEveryRow() {
    String table = RttTable.of(result, CONDITIONS);
    result.results().forEach(row -> assertTrue(table.contains(row.subject().label()), table));
    assertTrue(table.contains("a cpu"), table);
  }

  private JsonNode json() {
    return JsonMapper.builder().build().readTree(RttJson.of(result, CONDITIONS));
  }

  private static SubjectResult of(Subject subject, long p50Ns) {
    return new SubjectResult(subject, List.of(slice(p50Ns), slice(p50Ns), slice(p50Ns)));
  }

  private static SubjectResult.Slice slice(long p50Ns) {
    SliceStats stats =
        new SliceStats(1000, SECOND_NS, p50Ns, p50Ns * 2, p50Ns * 3, p50Ns * 100, 2000);
    return new SubjectResult.Slice(stats, 500);
  }
}
