package io.machinenative.axiom.engine.registry;

/** What every store refuses, in the same words. Stateless. */
public final class RecordLimits {
  private RecordLimits() {}

  /**
   * @throws IllegalArgumentException when a key may not have that length
   */
  public static void checkKey(int length) {
    if (length < 1 || length > RecordStore.MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "expected a key of 1 to " + RecordStore.MAX_KEY_BYTES + " bytes, actual " + length);
    }
  }

  /**
   * @throws IllegalArgumentException when a value may not have that length
   */
  public static void checkValue(int length) {
    if (length < 0 || length > RecordStore.MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "expected a value of at most "
              + RecordStore.MAX_VALUE_BYTES
              + " bytes, actual "
              + length);
    }
  }

  /**
   * @throws IllegalArgumentException when the next revision is not above the last one
   */
  public static void checkRevision(long last, long next) {
    if (next <= last) {
      throw new IllegalArgumentException("expected a revision above " + last + ", actual " + next);
    }
  }

  /**
   * @param records there would be
   * @param bytes of keys and values there would be
   * @throws StoreFullException when that is above a limit
   */
  public static void checkRoom(long records, long maxRecords, long bytes, long maxBytes) {
    if (records > maxRecords) {
      throw new StoreFullException(
          "the store is full: it holds at most " + maxRecords + " records");
    }
    if (bytes > maxBytes) {
      throw new StoreFullException(
          "the store is full: it holds at most %d bytes of keys and values, this change makes %d"
              .formatted(maxBytes, bytes));
    }
  }
}
