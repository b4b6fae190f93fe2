package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import java.util.Arrays;
import org.agrona.collections.IntArrayList;

/**
 * What is compared for many records at once, by ordinal. Ordinals of records that went are given to
 * those that come. For one thread.
 */
final class Columns {
  private static final int INITIAL_ORDINALS = 64;

  private final IntArrayList free = new IntArrayList();
  private final LongColumn labels = new LongColumn(INITIAL_ORDINALS);
  private final LongColumn registeredAtMs = new LongColumn(INITIAL_ORDINALS);
  private final LongColumn updatedAtMs = new LongColumn(INITIAL_ORDINALS);
  private Indexed[] records = new Indexed[INITIAL_ORDINALS];
  private int[] versions = new int[INITIAL_ORDINALS];
  private byte[] statuses = new byte[INITIAL_ORDINALS];
  private byte[] healths = new byte[INITIAL_ORDINALS];
  private int end;

  /** An ordinal for a record that comes. */
  int take() {
    if (!free.isEmpty()) {
      return free.popInt();
    }
    if (end == records.length) {
      grow(Posting.words(end + (end >> 1)) * Long.SIZE);
    }
    return end++;
  }

  private void grow(int ordinals) {
    labels.grow(ordinals);
    registeredAtMs.grow(ordinals);
    updatedAtMs.grow(ordinals);
    records = Arrays.copyOf(records, ordinals);
    versions = Arrays.copyOf(versions, ordinals);
    statuses = Arrays.copyOf(statuses, ordinals);
    healths = Arrays.copyOf(healths, ordinals);
  }

  void give(int ordinal) {
    records[ordinal] = null;
    free.addInt(ordinal);
  }

  /**
   * A record that was not there before.
   *
   * @param version its number
   */
  void begin(Indexed indexed, RegistryRecord record, int version) {
    int ordinal = indexed.ordinal();
    records[ordinal] = indexed;
    versions[ordinal] = version;
    set(ordinal, record);
  }

  /** What may change of a record. */
  void set(int ordinal, RegistryRecord record) {
    registeredAtMs.set(ordinal, record.stamp().registeredAtMs());
    updatedAtMs.set(ordinal, record.stamp().updatedAtMs());
    statuses[ordinal] = (byte) record.status().ordinal();
    healths[ordinal] = (byte) record.health().ordinal();
  }

  Indexed record(int ordinal) {
    return records[ordinal];
  }

  /** Numbers that grow in the order of keys. */
  LongColumn labels() {
    return labels;
  }

  LongColumn registeredAtMs() {
    return registeredAtMs;
  }

  LongColumn updatedAtMs() {
    return updatedAtMs;
  }

  int version(int ordinal) {
    return versions[ordinal];
  }

  int status(int ordinal) {
    return statuses[ordinal];
  }

  int health(int ordinal) {
    return healths[ordinal];
  }

  /** Behind the highest ordinal that was ever taken. */
  int end() {
    return end;
  }
}
