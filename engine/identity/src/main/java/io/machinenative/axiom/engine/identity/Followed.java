package io.machinenative.axiom.engine.identity;

/** What goes by something that changes outside: a file, a key set. */
@FunctionalInterface
public interface Followed {
  /**
   * Looks whether it has changed. Now and then, by the conductor; must not wait.
   *
   * @param nowMs wall time
   */
  void look(long nowMs);
}
