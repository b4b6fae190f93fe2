package io.machinenative.axiom.engine.doctor;

import io.machinenative.axiom.engine.EngineOptions;
import java.util.List;
import java.util.Locale;

/** How many cores there are, and what an engine makes of them unless it is told otherwise. */
final class CoresCheck implements Check {
  @Override
  public List<Finding> look() {
    return List.of(judge(Runtime.getRuntime().availableProcessors()));
  }

  static Finding judge(int cores) {
    int workers = EngineOptions.workersFor(cores);
    String found =
        cores
            + (cores == 1 ? " core" : " cores")
            + ": mount "
            + EngineOptions.mountFor(cores).name().toLowerCase(Locale.ROOT)
            + ", "
            + workers
            + (workers == 1 ? " worker" : " workers");
    return cores == 1
        ? Finding.advice(
            "cores", found, "ingress, worker and client take turns on one core: give it two")
        : Finding.ok("cores", found);
  }
}
