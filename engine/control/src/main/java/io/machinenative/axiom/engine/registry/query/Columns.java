package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.form.RecordGlance;
import io.machinenative.axiom.engine.registry.image.ImageReader;
import io.machinenative.axiom.engine.registry.image.ImageWriter;
import java.io.IOException;
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
  private byte[] statuses = new byte[INITIAL_ORDINALS];
  private byte[] healths = new byte[INITIAL_ORDINALS];
  private int end;

  /** An ordinal for a record that comes. */
  int take() {
    if (!free.isEmpty()) {
      return free.popInt();
    }
    if (end == statuses.length) {
      grow(Posting.words(end + (end >> 1)) * Long.SIZE);
    }
    return end++;
  }

  private void grow(int ordinals) {
    labels.grow(ordinals);
    registeredAtMs.grow(ordinals);
    updatedAtMs.grow(ordinals);
    statuses = Arrays.copyOf(statuses, ordinals);
    healths = Arrays.copyOf(healths, ordinals);
  }

  void give(int ordinal) {
    free.addInt(ordinal);
  }

  /** What is compared of a record, but for its key. */
  void set(int ordinal, RecordGlance record) {
    registeredAtMs.set(ordinal, record.registeredAtMs());
    updatedAtMs.set(ordinal, record.updatedAtMs());
    statuses[ordinal] = (byte) record.status();
    healths[ordinal] = (byte) record.health();
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

  void write(ImageWriter image) throws IOException {
    image.number(end);
    image.number(free.size());
    image.ints(free.toIntArray(), free.size());
    for (LongColumn column : new LongColumn[] {labels, registeredAtMs, updatedAtMs}) {
      column.write(image, end);
    }
    image.bytes(statuses, end);
    image.bytes(healths, end);
  }

  /** In place of what is here. */
  void read(ImageReader image) throws IOException {
    end = image.number();
    int freeCount = image.number();
    free.clear();
    for (int ordinal : image.ints(freeCount, freeCount)) {
      free.addInt(ordinal);
    }
    int ordinals = Math.max(INITIAL_ORDINALS, Posting.words(end) * Long.SIZE);
    for (LongColumn column : new LongColumn[] {labels, registeredAtMs, updatedAtMs}) {
      column.read(image, end, ordinals);
    }
    statuses = image.bytes(end, ordinals);
    healths = image.bytes(end, ordinals);
  }
}
