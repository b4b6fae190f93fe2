package io.machinenative.axiom.engine.registry;

import io.machinenative.axiom.engine.registry.form.RecordEncoder;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A store on the heap whose disk can fail, and whose records can be damaged. For one thread. */
final class FaultyStore implements RecordStore {
  private final HeapRecordStore store;
  private boolean broken;
  private boolean full;
  private int commits;

  FaultyStore(long maxRecords) {
    store = new HeapRecordStore(maxRecords, Long.MAX_VALUE);
  }

  void breakDisk() {
    broken = true;
  }

  /** Also what only takes the place of something else is refused. */
  void fillDisk(boolean isFull) {
    full = isFull;
  }

  private void requireRoom() {
    if (full) {
      throw new StoreFullException("the disk is full");
    }
  }

  int commits() {
    return commits;
  }

  /** Changes one byte of a record. */
  void damage(RecordKey key, int at) {
    RecordEncoder encoder = new RecordEncoder();
    int keyLength = encoder.encode(key);
    UnsafeBuffer value = new UnsafeBuffer(new byte[MAX_VALUE_BYTES]);
    int length = get(encoder.keyBuffer(), 0, keyLength, value, 0);
    value.putByte(at, (byte) (value.getByte(at) - 1));
    put(encoder.keyBuffer(), 0, keyLength, value, 0, length, revision() + 1);
  }

  @Override
  public void put(
      DirectBuffer key,
      int keyOffset,
      int keyLength,
      DirectBuffer value,
      int valueOffset,
      int valueLength,
      long revision) {
    requireRoom();
    store.put(key, keyOffset, keyLength, value, valueOffset, valueLength, revision);
  }

  @Override
  public boolean remove(DirectBuffer key, int keyOffset, int keyLength, long revision) {
    requireRoom();
    return store.remove(key, keyOffset, keyLength, revision);
  }

  @Override
  public void commit() {
    commits++;
    if (broken) {
      throw new UncheckedIOException(new IOException("no space left"));
    }
    store.commit();
  }

  @Override
  public int get(
      DirectBuffer key, int keyOffset, int keyLength, MutableDirectBuffer into, int intoOffset) {
    return store.get(key, keyOffset, keyLength, into, intoOffset);
  }

  @Override
  public void forEach(Visitor visitor) {
    store.forEach(visitor);
  }

  @Override
  public long count() {
    return store.count();
  }

  @Override
  public long revision() {
    return store.revision();
  }

  @Override
  public void close() {
    store.close();
  }
}
