package io.machinenative.axiom.benchmarks.store;

/**
 * What was measured. Immutable.
 *
 * @param getNs a read of the store
 * @param bareGetNs the same read of a bare Chronicle Map, in turn with it
 * @param processPerSecond changes with {@code PROCESS}, sixteen to a commit
 * @param powerPerSecond changes with {@code POWER}, sixteen to a commit
 * @param loadMs putting a million records
 * @param bytesEach of the view, for each of a million records
 * @param openMs opening a million records in a new JVM, after a clean end
 * @param rebuildMs opening them when the view has to be made anew
 */
public record StoreNumbers(
    double getNs,
    double bareGetNs,
    double processPerSecond,
    double powerPerSecond,
    double loadMs,
    double bytesEach,
    double openMs,
    double rebuildMs) {

  /** How much longer a read takes than of a bare map. */
  public double getRatio() {
    return getNs / bareGetNs;
  }
}
