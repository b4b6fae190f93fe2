package io.machinenative.axiom.engine.registry;

import io.machinenative.axiom.engine.registry.feed.StoreLineage;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Records on the heap: what a registry uses that has no data directory, and the plain twin that the
 * off-heap store is compared to. Nothing survives the process, so {@link #commit} has nothing to
 * do.
 *
 * <p>One writer, any readers. Unlike the off-heap store it allocates, also to read.
 */
public final class HeapRecordStore implements RecordStore {
  private final ConcurrentHashMap<Key, HeapRecord> records = new ConcurrentHashMap<>();
  private final long maxRecords;
  private final long maxBytes;
  private final StoreLineage lineage;
  private long bytes;
  private volatile long revision;

  /** Without limits. */
  public HeapRecordStore() {
    this(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /**
   * @param maxBytes of all keys and values together
   */
  public HeapRecordStore(long maxRecords, long maxBytes) {
    this(maxRecords, maxBytes, StoreLineage.UNKNOWN);
  }

  /**
   * @param maxBytes of all keys and values together
   * @param lineage of this run, the only one
   */
  public HeapRecordStore(long maxRecords, long maxBytes, StoreLineage lineage) {
    if (maxRecords < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "expected limits of 1 or more, actual "
              + maxRecords
              + " records, "
              + maxBytes
              + " bytes");
    }
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
    this.lineage = lineage;
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
    RecordLimits.checkKey(keyLength);
    RecordLimits.checkValue(valueLength);
    RecordLimits.checkRevision(this.revision, revision);
    Key copy = Key.of(key, keyOffset, keyLength);
    HeapRecord old = records.get(copy);
    long oldBytes = old == null ? 0 : keyLength + old.value().length;
    RecordLimits.checkRoom(
        records.size() + (old == null ? 1 : 0),
        maxRecords,
        bytes - oldBytes + keyLength + valueLength,
        maxBytes);
    records.put(copy, new HeapRecord(bytesOf(value, valueOffset, valueLength), revision));
    bytes += keyLength + valueLength - oldBytes;
    this.revision = revision;
  }

  @Override
  public boolean remove(DirectBuffer key, int keyOffset, int keyLength, long revision) {
    RecordLimits.checkKey(keyLength);
    RecordLimits.checkRevision(this.revision, revision);
    HeapRecord old = records.remove(Key.of(key, keyOffset, keyLength));
    if (old == null) {
      return false;
    }
    bytes -= keyLength + old.value().length;
    this.revision = revision;
    return true;
  }

  @Override
  public void commit() {
    // The heap is as durable as it gets.
  }

  @Override
  public int get(
      DirectBuffer key, int keyOffset, int keyLength, MutableDirectBuffer into, int intoOffset) {
    RecordLimits.checkKey(keyLength);
    HeapRecord found = records.get(Key.of(key, keyOffset, keyLength));
    if (found == null) {
      return NOT_FOUND;
    }
    int length = found.value().length;
    if (into.capacity() - intoOffset >= length) {
      into.putBytes(intoOffset, found.value());
    }
    return length;
  }

  @Override
  public void forEach(Visitor visitor) {
    UnsafeBuffer key = new UnsafeBuffer(0, 0);
    UnsafeBuffer value = new UnsafeBuffer(0, 0);
    records.forEach((name, found) -> {
      key.wrap(name.bytes());
      value.wrap(found.value());
      visitor.onRecord(key, 0, key.capacity(), value, 0, value.capacity(), found.revision());
    });
  }

  @Override
  public long count() {
    return records.mappingCount();
  }

  @Override
  public StoreLineage lineage() {
    return lineage;
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public void close() {
    records.clear();
  }

  private static byte[] bytesOf(DirectBuffer buffer, int offset, int length) {
    byte[] copy = new byte[length];
    buffer.getBytes(offset, copy);
    return copy;
  }

  /** Of which nobody changes the bytes. */
  private record HeapRecord(byte[] value, long revision) {}

  /** Bytes that are compared by content. */
  private record Key(byte[] bytes, int hash) {
    static Key of(DirectBuffer buffer, int offset, int length) {
      byte[] copy = bytesOf(buffer, offset, length);
      return new Key(copy, Arrays.hashCode(copy));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
