package io.machinenative.axiom.engine.base;

/** How the agents of an engine or a client get their time. */
public enum Mount {
  /** A thread for each agent: the lowest latency where there are cores for it. */
  DEDICATED,

  /** One thread for all agents: the default on small machines, where spinning agents would starve each other. */
  SHARED,

  /** No thread: the owner steps the agents. For embedding in a loop of one's own, and for tests. */
  INVOKER
}
