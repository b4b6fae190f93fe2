package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import java.util.Arrays;
import org.agrona.collections.IntArrayList;

/**
 * What is compared for many records at once, in arrays by ordinal. Ordinals of records that went
 * are given to those that come. For one thread.
 */
final class Columns {
  private static final int INITIAL_ORDINALS = 64;

  private final IntArrayList free = new IntArrayList();
  private final VersionNumbers versionNumbers = new VersionNumbers();
  private Indexed[] records = new Indexed[INITIAL_ORDINALS];
  private long[] labels = new long[INITIAL_ORDINALS];
  private long[] registeredAtMs = new long[INITIAL_ORDINALS];
  private long[] updatedAtMs = new long[INITIAL_ORDINALS];
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
      grow(end + (end >> 1));
    }
    return end++;
  }

  private void grow(int capacity) {
    records = Arrays.copyOf(records, capacity);
    labels = Arrays.copyOf(labels, capacity);
    registeredAtMs = Arrays.copyOf(registeredAtMs, capacity);
    updatedAtMs = Arrays.copyOf(updatedAtMs, capacity);
    versions = Arrays.copyOf(versions, capacity);
    statuses = Arrays.copyOf(statuses, capacity);
    healths = Arrays.copyOf(healths, capacity);
  }

  void give(int ordinal) {
    versionNumbers.drop(versions[ordinal]);
    records[ordinal] = null;
    free.addInt(ordinal);
  }

  /** A record that was not there before. */
  void begin(Indexed indexed, RegistryRecord record) {
    int ordinal = indexed.ordinal();
    records[ordinal] = indexed;
    versions[ordinal] = versionNumbers.take(record.key().version());
    set(ordinal, record);
  }

  /** What may change of a record. */
  void set(int ordinal, RegistryRecord record) {
    registeredAtMs[ordinal] = record.stamp().registeredAtMs();
    updatedAtMs[ordinal] = record.stamp().updatedAtMs();
    statuses[ordinal] = (byte) record.status().ordinal();
    healths[ordinal] = (byte) record.health().ordinal();
  }

  void label(int ordinal, long label) {
    labels[ordinal] = label;
  }

  long label(int ordinal) {
    return labels[ordinal];
  }

  Indexed record(int ordinal) {
    return records[ordinal];
  }

  long registeredAtMs(int ordinal) {
    return registeredAtMs[ordinal];
  }

  long updatedAtMs(int ordinal) {
    return updatedAtMs[ordinal];
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

  VersionNumbers versionNumbers() {
    return versionNumbers;
  }
}
