package io.machinenative.axiom.engine;

/**
 * How the engine's registry is kept. In the folder {@code registry} of the data directory, or on
 * the heap when there is none.
 *
 * @param records that it holds at most, 1 to 100 million
 * @param sync whether changes are synced to the disk before they are acknowledged
 */
public record RegistryOptions(int records, boolean sync) {
  /** Room for 100,000 records, which survive the end of the process. */
  public static final RegistryOptions DEFAULTS = new RegistryOptions(100_000, false);
}
