package io.machinenative.axiom.api;

/**
 * The run of an {@link Operation}: whether it is still wanted, and where it tells how it goes.
 * Borrowed until the handler returns. Any thread.
 */
public interface OperationContext {
  /** Id of the pipeline's run: letters, digits and {@code -}. */
  String runId();

  /**
   * Who began the run, as the server has verified it; anonymous for a run of the server's own. What
   * the operation does for it, it does in this name.
   */
  default Principal principal() {
    return Principal.ANONYMOUS;
  }

  /** Name of the stage that the operation runs as; unique in its pipeline. */
  String stage();

  /** 1 for the first run of the stage, one more for each retry. */
  int attempt();

  /** Threads that the operation may keep busy, its own among them; at least 1. */
  int parallelism();

  /**
   * Whether the result is not wanted any more: cancelled, past its time limit, or a connected stage
   * failed. Its thread is interrupted then, and its channels are closed; an operation that computes
   * for longer than 100 ms without touching a channel asks now and then.
   */
  boolean isCancelled();

  /**
   * @throws ToolException CANCELLED when {@link #isCancelled()}
   */
  default void checkCancelled() {
    if (isCancelled()) {
      throw ToolException.cancelled();
    }
  }

  /**
   * Tells how far the operation is. Bytes through the channels are counted without it.
   *
   * @param done grows from call to call
   * @param total what {@code done} ends at; {@link Double#NaN} when not known
   * @param message for people; null or empty for none
   */
  void progress(double done, double total, String message);

  /**
   * Adds to a counter of the stage, which the report shows.
   *
   * @param counter {@code camelCase}, with its unit last: {@code files}, {@code reusedBytes}
   */
  void count(String counter, long delta);

  /**
   * Says what came out, for the report and for later stages: an id, a digest, a number.
   *
   * @param name {@code camelCase}
   * @param value text, a number or a boolean; the last one of a name counts
   */
  void result(String name, Object value);

  /** Says what an operator should know although the stage goes on: a file that was skipped. */
  void warn(String message);
}
