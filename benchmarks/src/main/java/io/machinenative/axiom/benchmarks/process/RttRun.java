package io.machinenative.axiom.benchmarks.process;

import io.machinenative.axiom.benchmarks.rtt.SliceStats;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One run: starts the processes of all subjects, warms them up one after the other, then measures
 * them in turn, so that whatever else the host does disturbs all of them alike. All processes are
 * there all the time; only one subject is under load, the others' threads are parked.
 */
public final class RttRun implements AutoCloseable {
  private final RttPlan plan;
  private final Consumer<String> progress;
  private final List<SubjectProcesses> processes;

  /**
   * @param progress takes a line about what comes next
   */
  public RttRun(RttPlan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
    processes =
        plan.subjects().stream().map(subject -> new SubjectProcesses(subject, plan)).toList();
  }

  /** Measures. Takes as long as the plan says. */
  public RttResult execute() {
    for (SubjectProcesses subject : processes) {
      progress.accept("warming up: " + subject.subject().label());
      subject.start();
      subject.run(plan.warmupNs(subject.subject()));
    }
    Map<Subject, List<SubjectResult.Slice>> slices = new EnumMap<>(Subject.class);
    for (int rep = 0; rep < plan.reps(); rep++) {
      progress.accept("repetition " + (rep + 1) + " of " + plan.reps());
      // There and back again, so that none is always the first.
      for (SubjectProcesses subject : rep % 2 == 0 ? processes : processes.reversed()) {
        slices.computeIfAbsent(subject.subject(), key -> new ArrayList<>()).add(measure(subject));
      }
    }
    return new RttResult(
        plan,
        plan.subjects().stream()
            .map(subject -> new SubjectResult(subject, slices.get(subject)))
            .toList());
  }

  private SubjectResult.Slice measure(SubjectProcesses subject) {
    subject.run(plan.leadInNs());
    long beforeBytes = subject.serverAllocatedBytes();
    SliceStats stats = subject.run(plan.sliceNs());
    return new SubjectResult.Slice(stats, subject.serverAllocatedBytes() - beforeBytes);
  }

  /** Ends all processes at once. Any thread. */
  public void kill() {
    processes.forEach(SubjectProcesses::kill);
  }

  @Override
  public void close() {
    processes.forEach(SubjectProcesses::close);
  }
}
