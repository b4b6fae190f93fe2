package io.machinenative.axiom.engine.base;

/** How the agents of an engine or a client get their time. */
public enum Mount {
  /** A thread for each agent: the lowest latency where there are cores for it. */
  DEDICATED,

  /**
   * One thread for all ingress agents and one for all workers: the default on small machines, where
   * more spinning agents would starve each other. Workers have a thread of their own, since a tool
   * that runs on the ingress thread could be neither cancelled nor ended at its deadline.
   */
  SHARED,

  /** No thread: the owner steps the agents. For embedding in a loop of one's own, and for tests. */
  INVOKER
}
