package io.machinenative.axiom.engine.edge.task;

import java.util.Map;

/** Who runs a task. Any thread may call; what is asked for is done soon. */
public interface RunningTask {
  /** Its answer is not wanted any more. */
  void cancel();

  /** Its time is over. */
  void expire();

  /**
   * The client answered.
   *
   * @param responses by the keys of its questions; others are ignored
   */
  void answer(Map<String, Map<String, Object>> responses);
}
