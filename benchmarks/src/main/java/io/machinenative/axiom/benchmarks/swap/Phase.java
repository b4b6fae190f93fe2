package io.machinenative.axiom.benchmarks.swap;

/**
 * What goes on while calls are made: written by the thread that swaps, read by the one that calls.
 * A phase is a number that grows by one with each; its kind is in the low bits.
 */
final class Phase {
  static final int QUIET = 0;
  static final int SWAP = 1;

  /** Not measured: the bench itself disturbs. */
  static final int APART = 2;

  private static final int KIND_BITS = 2;
  private static final int KIND_MASK = (1 << KIND_BITS) - 1;

  private volatile long current = APART;

  void enter(int kind) {
    current = ((current >> KIND_BITS) + 1) << KIND_BITS | kind;
  }

  long current() {
    return current;
  }

  /** The kind of a call that began in one phase and ended in another: the most disturbed one. */
  static int kind(long began, long ended) {
    int kind = (int) Math.max(began & KIND_MASK, ended & KIND_MASK);
    return kind == QUIET && began != ended ? SWAP : kind;
  }
}
