package io.machinenative.axiom.benchmarks.process;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a run measured: one result for each subject of the plan, in its order. Immutable. */
public record RttResult(RttPlan plan, List<SubjectResult> results) {
  public RttResult {
    results = List.copyOf(results);
  }

  public Optional<SubjectResult> of(Subject subject) {
    return results.stream().filter(result -> result.subject() == subject).findFirst();
  }

  /**
   * The bare exchange to compare with: the fastest one of the transport, by the median latency with
   * one call in flight, and by calls a second with more.
   */
  public Optional<SubjectResult> baseline() {
    Comparator<SubjectResult> slowestFirst =
        plan.exchange().inFlight() == 1
            ? Comparator.comparingDouble(SubjectResult::p50Ns).reversed()
            : Comparator.comparingDouble(SubjectResult::callsPerSecond);
    List<Subject> baselines = Subject.baselines(plan.exchange().transport());
    return results.stream()
        .filter(result -> baselines.contains(result.subject()))
        .max(slowestFirst);
  }

  public Optional<SubjectResult> peer() {
    return of(Subject.GRPC);
  }
}
