package io.machinenative.axiom.engine.hosting;

/**
 * One thing that the host asks of a plugin. Immutable.
 *
 * @param name for people
 * @param budgetNs how long it may take
 * @param action runs code of the plugin
 */
record Moment(String name, long budgetNs, Action action) {
  /** What a moment does. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }
}
