package io.machinenative.axiom.engine.hosting;

/**
 * Is told of every step in the life of every plugin, by whoever takes it: the conductor, or the
 * thread of changes. Returns soon; what it throws is recorded, and changes nothing.
 */
@FunctionalInterface
public interface PluginListener {
  /**
   * @param why for people; empty when the step goes without saying
   */
  void onStep(String id, String version, PluginState from, PluginState to, String why);

  /**
   * A version that serves was asked how it is, and says something else than the last time.
   *
   * @param sick why it is not well; empty when it is
   */
  default void onHealth(String id, String version, String sick) {}
}
