package io.machinenative.axiom.engine.store;

/**
 * How much a store holds at most. Opening it with a larger size moves the records to a larger view;
 * with one that is too small for them it is refused.
 *
 * @param records at most; costs off-heap memory and disk of some 60 bytes each, beside the payload.
 *     1 to 100 million
 * @param payloadBytes of all keys and values together; costs as much off-heap memory and disk. 1
 *     MiB to 64 GiB
 */
public record StoreSize(long records, long payloadBytes) {
  /** 100,000 records of some 640 bytes. */
  public static final StoreSize DEFAULT = new StoreSize(100_000, 64L * 1024 * 1024);

  private static final long MOST_RECORDS = 100_000_000;
  private static final long LEAST_PAYLOAD_BYTES = 1024 * 1024;
  private static final long MOST_PAYLOAD_BYTES = 64L * 1024 * 1024 * 1024;

  public StoreSize {
    if (records < 1 || records > MOST_RECORDS) {
      throw new IllegalArgumentException(
          "expected room for 1 to " + MOST_RECORDS + " records, actual " + records);
    }
    if (payloadBytes < LEAST_PAYLOAD_BYTES || payloadBytes > MOST_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "expected room for %d to %d bytes, actual %d"
              .formatted(LEAST_PAYLOAD_BYTES, MOST_PAYLOAD_BYTES, payloadBytes));
    }
  }
}
