package io.machinenative.axiom.engine.edge.task;

/**
 * A task on the shelf. Its record and detail are one value, replaced as a whole by who runs the
 * task, and read by any thread.
 */
public final class KeptTask {
  static final byte[] NO_DETAIL = new byte[0];

  /**
   * @param detail JSON: the result, the error or the open questions, as the status has it; empty
   *     for none; null when it lies in the task's file alone
   */
  record State(TaskRecord task, byte[] detail) {}

  private final RunningTask runner;
  private volatile State state;

  /** Set by the thread of the files alone, read by any. */
  private volatile State written;

  KeptTask(TaskRecord task, RunningTask runner, byte[] detail) {
    this.runner = runner;
    state = new State(task, detail);
  }

  public TaskRecord task() {
    return state.task();
  }

  /** Who runs it; null when it ended in an earlier life of the server. */
  public RunningTask runner() {
    return runner;
  }

  State state() {
    return state;
  }

  /** What its file says; null when that is not known. */
  State written() {
    return written;
  }

  void written(State now) {
    written = now;
  }

  void state(State now) {
    state = now;
  }
}
