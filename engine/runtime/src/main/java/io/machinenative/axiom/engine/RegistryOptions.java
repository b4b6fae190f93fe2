package io.machinenative.axiom.engine;

import io.machinenative.axiom.engine.store.StoreSize;

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

  private static final int MOST_RECORDS = 100_000_000;

  /** A record's key and value, on average: as large as a map that fills evenly may expect. */
  private static final long BYTES_PER_RECORD = 640;

  private static final long LEAST_BYTES = 1L << 20;

  public RegistryOptions {
    if (records < 1 || records > MOST_RECORDS) {
      throw new IllegalArgumentException(
          "expected 1 to " + MOST_RECORDS + " records, got " + records);
    }
  }

  /** The size of the store that holds so many. */
  public StoreSize storeSize() {
    return new StoreSize(records, Math.max(LEAST_BYTES, records * BYTES_PER_RECORD));
  }
}
