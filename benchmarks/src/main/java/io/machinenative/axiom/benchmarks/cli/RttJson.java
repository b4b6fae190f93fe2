package io.machinenative.axiom.benchmarks.cli;

import io.machinenative.axiom.benchmarks.process.RttPlan;
import io.machinenative.axiom.benchmarks.process.RttResult;
import io.machinenative.axiom.benchmarks.process.Subject;
import io.machinenative.axiom.benchmarks.process.SubjectResult;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The report as one JSON object in one line: Axiom's own numbers at the top, those of the others
 * under {@code baseline} and {@code peer}, and {@code ratios}, each Axiom's number divided by the
 * other's.
 */
final class RttJson {
  private static final double NS_PER_SECOND = 1e9;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private RttJson() {}

  static String of(RttResult result, Conditions conditions) {
    ObjectNode root = MAPPER.createObjectNode();
    result.of(Subject.AXIOM).ifPresent(axiom -> putNumbers(root, axiom));
    result.baseline().ifPresent(bare -> putNumbers(root.putObject("baseline"), bare));
    putOtherBaselines(root, result);
    result.peer().ifPresent(peer -> putNumbers(root.putObject("peer"), peer));
    putRatios(root, result);
    putConditions(root.putObject("conditions"), result.plan(), conditions);
    return MAPPER.writeValueAsString(root);
  }

  private static void putNumbers(ObjectNode node, SubjectResult numbers) {
    node.put("subject", numbers.subject().label());
    node.put("p50_ns", Math.round(numbers.p50Ns()));
    node.put("p99_ns", Math.round(numbers.p99Ns()));
    node.put("p999_ns", Math.round(numbers.p999Ns()));
    node.put("max_ns", Math.round(numbers.maxNs()));
    node.put("calls_per_s", Math.round(numbers.callsPerSecond()));
    node.put("bytes_per_call_allocated", rounded(numbers.serverBytesPerCall()));
    node.put("client_bytes_per_call_allocated", rounded(numbers.clientBytesPerCall()));
    node.put("calls", numbers.calls());
    ObjectNode best = node.putObject("best");
    best.put("p50_ns", Math.round(numbers.bestP50Ns()));
    best.put("p99_ns", Math.round(numbers.bestP99Ns()));
    best.put("calls_per_s", Math.round(numbers.bestCallsPerSecond()));
  }

  private static void putOtherBaselines(ObjectNode root, RttResult result) {
    ArrayNode others = MAPPER.createArrayNode();
    result.results().stream()
        .filter(other -> other.subject() != Subject.AXIOM && other.subject() != Subject.GRPC)
        .filter(other -> !result.baseline().map(other::equals).orElse(false))
        .forEach(other -> putNumbers(others.addObject(), other));
    if (!others.isEmpty()) {
      root.set("slower_baselines", others);
    }
  }

  private static void putRatios(ObjectNode root, RttResult result) {
    result
        .of(Subject.AXIOM)
        .ifPresent(axiom -> {
          ObjectNode ratios = root.putObject("ratios");
          result.baseline().ifPresent(bare -> putRatios(ratios, axiom, bare));
          result.peer().ifPresent(peer -> putRatios(ratios.putObject("peer"), axiom, peer));
        });
  }

  private static void putRatios(ObjectNode node, SubjectResult axiom, SubjectResult other) {
    node.put("p50", rounded(axiom.p50Ns() / other.p50Ns()));
    node.put("p99", rounded(axiom.p99Ns() / other.p99Ns()));
    node.put("p999", rounded(axiom.p999Ns() / other.p999Ns()));
    node.put("calls_per_s", rounded(axiom.callsPerSecond() / other.callsPerSecond()));
  }

  private static void putConditions(ObjectNode node, RttPlan plan, Conditions conditions) {
    node.put("transport", plan.exchange().transport().label());
    node.put("payload_bytes", plan.exchange().payloadBytes());
    node.put("in_flight", plan.exchange().inFlight());
    node.put("mode", plan.exchange().mode().label());
    node.put("in_process", plan.oneJvm());
    node.put("reps", plan.reps());
    node.put("seconds", plan.reps() * plan.sliceNs() / NS_PER_SECOND);
    node.put("warmup_seconds", plan.warmupNs() / NS_PER_SECOND);
    node.put("grpc_warmup_seconds", plan.grpcWarmupNs() / NS_PER_SECOND);
    node.put("lead_in_seconds", plan.leadInNs() / NS_PER_SECOND);
    node.put("cores", conditions.cores());
    node.put("cpu", conditions.cpu());
    node.put("load_average", rounded(conditions.loadAverage()));
    node.put("kernel", conditions.kernel());
    node.put("java", conditions.java());
    ArrayNode flags = node.putArray("jvm_flags");
    conditions.jvmFlags().forEach(flags::add);
    conditions.commit().ifPresent(commit -> node.put("commit", commit));
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
