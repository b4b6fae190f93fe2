package io.machinenative.axiom.engine;

/** The seeds of generated tests: printed, and repeated with {@code -Daxiom.seed=N}. */
final class Seeds {
  private Seeds() {}

  static long of(Object test) {
    Long given = Long.getLong("axiom.seed");
    long seed = given == null ? System.nanoTime() : given;
    System.out.println(test.getClass().getSimpleName() + ": -Daxiom.seed=" + seed);
    return seed;
  }
}
