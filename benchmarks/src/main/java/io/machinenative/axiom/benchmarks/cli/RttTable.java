package io.machinenative.axiom.benchmarks.cli;

import io.machinenative.axiom.benchmarks.process.RttPlan;
import io.machinenative.axiom.benchmarks.process.RttResult;
import io.machinenative.axiom.benchmarks.process.Subject;
import io.machinenative.axiom.benchmarks.process.SubjectResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The report as an aligned table, with its conditions. */
final class RttTable {
  private static final String ROW = "%-26s %10s %10s %10s %10s %10s %11s %9s %9s%n";
  private static final double NS_PER_SECOND = 1e9;
  private static final double MILLISECOND_NS = 1e6;

  private final StringBuilder text = new StringBuilder();

  private RttTable() {}

  static String of(RttResult result, Conditions conditions) {
    RttTable table = new RttTable();
    table.putPlan(result.plan());
    table.putNumbers(result);
    table.putConditions(conditions);
    return table.text.toString();
  }

  private void putPlan(RttPlan plan) {
    put(
        "%d B over %s, %d in flight, %s, %s%n",
        plan.exchange().payloadBytes(),
        plan.exchange().transport().label(),
        plan.exchange().inFlight(),
        plan.exchange().mode().label(),
        plan.oneJvm() ? "one JVM" : "two JVMs");
    put(
        "medians of %d x %.2f s in turn, after %.1f s of warm-up (gRPC: %.1f s); max: of all%n%n",
        plan.reps(),
        plan.sliceNs() / NS_PER_SECOND,
        plan.warmupNs() / NS_PER_SECOND,
        plan.grpcWarmupNs() / NS_PER_SECOND);
  }

  private void putNumbers(RttResult result) {
    put(ROW, "", "p50", "best p50", "p99", "p99.9", "max", "calls/s", "B/call", "B/call");
    put(ROW, "", "", "", "", "", "", "", "server", "client");
    result.results().forEach(this::putRow);
    Optional<SubjectResult> axiom = result.of(Subject.AXIOM);
    for (Optional<SubjectResult> other : List.of(result.baseline(), result.peer())) {
      if (axiom.isPresent() && other.isPresent()) {
        putRatios(axiom.get(), other.get());
      }
    }
  }

  private void putRow(SubjectResult row) {
    put(
        ROW,
        row.subject().label(),
        micros(row.p50Ns()),
        micros(row.bestP50Ns()),
        micros(row.p99Ns()),
        micros(row.p999Ns()),
        micros(row.maxNs()),
        number("%,.0f", row.callsPerSecond()),
        number("%,.2f", row.serverBytesPerCall()),
        number("%,.2f", row.clientBytesPerCall()));
  }

  private void putRatios(SubjectResult axiom, SubjectResult other) {
    put(
        ROW,
        "  / " + other.subject().label(),
        ratio(axiom.p50Ns(), other.p50Ns()),
        ratio(axiom.bestP50Ns(), other.bestP50Ns()),
        ratio(axiom.p99Ns(), other.p99Ns()),
        ratio(axiom.p999Ns(), other.p999Ns()),
        ratio(axiom.maxNs(), other.maxNs()),
        ratio(axiom.callsPerSecond(), other.callsPerSecond()),
        "",
        "");
  }

  private void putConditions(Conditions conditions) {
    put(
        "%n%d cores, %s, load %.2f%n",
        conditions.cores(), conditions.cpu(), conditions.loadAverage());
    put("%s; %s%n", conditions.java(), conditions.kernel());
    put(
        "commit %s; flags %s",
        conditions.commit().orElse("unknown"), String.join(" ", conditions.jvmFlags()));
  }

  private void put(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }

  private static String micros(double ns) {
    return number(ns < MILLISECOND_NS ? "%,.2f us" : "%,.0f us", ns / 1000);
  }

  private static String ratio(double value, double other) {
    return number("%.2f", value / other);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
