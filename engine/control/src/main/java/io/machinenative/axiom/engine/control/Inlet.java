package io.machinenative.axiom.engine.control;

/**
 * Another way to the conductor than {@link Conductor#submit}: a bounded queue of its own, whose
 * work shares the duty cycle's commit.
 *
 * <p>All methods are the conductor's, but {@link #isEmpty}, which any thread may ask.
 */
public interface Inlet {
  /** Whether nothing waits. */
  boolean isEmpty();

  /**
   * Does what waits; keeps the answers.
   *
   * @param limit pieces of work, at most
   * @return how many were done
   */
  int run(int limit);

  /**
   * Gives the answers that are kept.
   *
   * @param commitFailure null when what was changed is durable
   */
  void answer(Throwable commitFailure);

  /** The engine stops: refuses what waits and what still comes. */
  void refuse();
}
