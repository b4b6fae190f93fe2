package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.RecordStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Bytes off the heap on their way into the map or out of it: a key, or a value in its envelope.
 *
 * <p>An envelope, little endian:
 *
 * <pre>
 *   0        4             8          16
 *   +--------+-------------+----------+-------+
 *   | crc32c | value bytes | revision | value |
 *   | u32    | u32         | int64    |       |
 *   +--------+-------------+----------+-------+
 *            |&lt;----- what the checksum covers, and the key behind it
 * </pre>
 *
 * One thread at a time. Owns its memory.
 */
final class Cell {
  static final int ENVELOPE_BYTES = 16;

  private static final int LONGEST_BYTES = ENVELOPE_BYTES + RecordStore.MAX_VALUE_BYTES;

  private static final int LENGTH_OFFSET = 4;
  private static final int REVISION_OFFSET = 8;

  private final UnsafeBuffer buffer;
  private final Crc32c crc;
  private final int maxLength;
  private int length;

  /**
   * @param spareBytes behind the longest content
   */
  private Cell(int maxLength, int spareBytes) {
    this.maxLength = maxLength;
    ByteBuffer bytes = ByteBuffer.allocateDirect(maxLength + spareBytes);
    buffer = new UnsafeBuffer(bytes);
    crc = new Crc32c(bytes);
  }

  static Cell forKey() {
    return new Cell(RecordStore.MAX_KEY_BYTES, 0);
  }

  static Cell forValue() {
    // The key goes behind the envelope, to compute one checksum over both.
    return new Cell(LONGEST_BYTES, RecordStore.MAX_KEY_BYTES);
  }

  UnsafeBuffer buffer() {
    return buffer;
  }

  long address() {
    return buffer.addressOffset();
  }

  int maxLength() {
    return maxLength;
  }

  int length() {
    return length;
  }

  void length(int length) {
    this.length = length;
  }

  void set(DirectBuffer source, int offset, int length) {
    ShortCopy.copy(source, offset, address(), length);
    this.length = length;
  }

  /** Puts a value into an envelope. */
  void enclose(Cell key, DirectBuffer value, int valueOffset, int valueLength, long revision) {
    length = ENVELOPE_BYTES + valueLength;
    buffer.putInt(LENGTH_OFFSET, valueLength, ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(REVISION_OFFSET, revision, ByteOrder.LITTLE_ENDIAN);
    ShortCopy.copy(value, valueOffset, address() + ENVELOPE_BYTES, valueLength);
    buffer.putInt(0, computedChecksum(key), ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether an envelope is as long as it says, and its checksum right. */
  boolean isWhole(Cell key) {
    return length >= ENVELOPE_BYTES
        && valueLength() == length - ENVELOPE_BYTES
        && storedChecksum() == computedChecksum(key);
  }

  int storedChecksum() {
    return buffer.getInt(0, ByteOrder.LITTLE_ENDIAN);
  }

  int computedChecksum(Cell key) {
    ShortCopy.copy(key.address(), address() + length, key.length);
    return crc.of(LENGTH_OFFSET, length + key.length - LENGTH_OFFSET);
  }

  int valueLength() {
    return buffer.getInt(LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
  }

  long revision() {
    return buffer.getLong(REVISION_OFFSET, ByteOrder.LITTLE_ENDIAN);
  }
}
