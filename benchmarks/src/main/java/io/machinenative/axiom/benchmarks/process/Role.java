package io.machinenative.axiom.benchmarks.process;

/** Which half of a subject a JVM holds. */
public enum Role {
  SERVER,
  CLIENT,
  /** Both halves in one JVM. */
  BOTH;

  boolean serves() {
    return this != CLIENT;
  }

  boolean calls() {
    return this != SERVER;
  }
}
