package io.machinenative.axiom.engine.workflow.run;

import io.machinenative.axiom.engine.workflow.plan.Stream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Where a stream is, over its attempts. Guarded by its run. */
final class StreamProgress {
  /** Where it is. */
  enum Phase {
    /** What it needs is not over, or the run has no room. */
    WAITING,
    /** Waits for slots of the server. */
    QUEUED,
    RUNNING,
    /** Over, and to be run again at a time. */
    DELAYED,
    OVER
  }

  private final Stream stream;
  private Phase phase = Phase.WAITING;
  private Optional<StreamRun> running = Optional.empty();
  private final Set<StageRun> handled = new HashSet<>();
  private Verdict verdict = Verdict.NONE;
  private String verdictStage = "";
  private long sinceNs;
  private long dueNs;
  private boolean ending;
  private long slotWaitNs;

  StreamProgress(Stream stream) {
    this.stream = stream;
  }

  Stream stream() {
    return stream;
  }

  Phase phase() {
    return phase;
  }

  boolean is(Phase one) {
    return phase == one;
  }

  Optional<StreamRun> running() {
    return running;
  }

  void queue(long nowNs) {
    phase = Phase.QUEUED;
    sinceNs = nowNs;
  }

  void begin(StreamRun run, long nowNs) {
    slotWaitNs += nowNs - sinceNs;
    phase = Phase.RUNNING;
    running = Optional.of(run);
    handled.clear();
    verdict = Verdict.NONE;
    ending = false;
    sinceNs = nowNs;
  }

  /** The end of a stage is seen to; false when it was before. */
  boolean handled(StageRun stage) {
    return handled.add(stage);
  }

  boolean allHandled() {
    return handled.size() == stream.stages().size();
  }

  /** The strongest verdict, and whose it is. */
  void judge(Verdict next, String stage) {
    if (next.compareTo(verdict) > 0) {
      verdict = next;
      verdictStage = stage;
    }
  }

  Verdict verdict() {
    return verdict;
  }

  String verdictStage() {
    return verdictStage;
  }

  /** Told to end; counts as over at that time. */
  void ending(long giveUpNs) {
    if (!ending) {
      ending = true;
      dueNs = giveUpNs;
    }
  }

  boolean isEnding() {
    return ending;
  }

  void delay(long untilNs, long nowNs) {
    phase = Phase.DELAYED;
    dueNs = untilNs;
    sinceNs = nowNs;
  }

  /** When its delay, or its grace, is over. */
  long dueNs() {
    return dueNs;
  }

  /** When it came into its phase. */
  long sinceNs() {
    return sinceNs;
  }

  void over() {
    phase = Phase.OVER;
  }

  long slotWaitNs() {
    return slotWaitNs;
  }
}
