package io.machinenative.axiom.engine.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.engine.registry.model.RecordKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A store in a map, that can be full and can fail. For one thread. */
final class SmallStore implements RecordStore {
  private final Map<ByteBuffer, byte[]> values = new HashMap<>();
  private int capacity = Integer.MAX_VALUE;
  private boolean broken;
  private long revision;
  private int commits;

  void capacity(int records) {
    capacity = records;
  }

  void breakDisk() {
    broken = true;
  }

  int commits() {
    return commits;
  }

  void damage(RecordKey key, int at) {
    values.get(ByteBuffer.wrap(key.toString().getBytes(US_ASCII)))[at]--;
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
    requireNext(revision);
    ByteBuffer name = bytes(key, keyOffset, keyLength);
    if (values.size() >= capacity && !values.containsKey(name)) {
      throw new StoreFullException("expected at most " + capacity + " records, got one more");
    }
    values.put(name, bytes(value, valueOffset, valueLength).array());
    this.revision = revision;
  }

  private void requireNext(long next) {
    if (next <= revision) {
      throw new IllegalArgumentException("expected a revision above " + revision + ", got " + next);
    }
  }

  private static ByteBuffer bytes(DirectBuffer buffer, int offset, int length) {
    byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    return ByteBuffer.wrap(bytes);
  }

  @Override
  public boolean remove(DirectBuffer key, int keyOffset, int keyLength, long revision) {
    requireNext(revision);
    boolean wasThere = values.remove(bytes(key, keyOffset, keyLength)) != null;
    this.revision = wasThere ? revision : this.revision;
    return wasThere;
  }

  @Override
  public void commit() {
    commits++;
    if (broken) {
      throw new UncheckedIOException(new IOException("no space left"));
    }
  }

  @Override
  public int get(
      DirectBuffer key, int keyOffset, int keyLength, MutableDirectBuffer into, int intoOffset) {
    byte[] value = values.get(bytes(key, keyOffset, keyLength));
    if (value == null) {
      return NOT_FOUND;
    }
    into.putBytes(intoOffset, value);
    return value.length;
  }

  @Override
  public void forEach(Visitor visitor) {
    values.forEach((key, value) ->
        visitor.onRecord(
            new UnsafeBuffer(key.array()),
            0,
            key.array().length,
            new UnsafeBuffer(value),
            0,
            value.length,
            revision));
  }

  @Override
  public long count() {
    return values.size();
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public void close() {}
}
