package io.machinenative.axiom.plugins.core;

/** Lets time pass on the calling thread. */
@FunctionalInterface
interface Pause {
  /**
   * @throws InterruptedException when the thread was interrupted before the time was over
   */
  void forNs(long durationNs) throws InterruptedException;
}
