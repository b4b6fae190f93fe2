package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.RecordStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One entry of a journal segment or of a snapshot, as it lies in a buffer.
 *
 * <pre>
 *   0        4        8      9      10         12           16         24       24+k     24+k+v
 *   +--------+--------+------+-------+----------+------------+----------+--------+--------+-------+
 *   | crc32c | length | type | flags | keyBytes | valueBytes | revision | key    | value  | zeros |
 *   | u32    | u32    | u8   | u8    | u16      | u32        | int64    | k      | v      | to 8n |
 *   +--------+--------+------+-------+----------+------------+----------+--------+--------+-------+
 *            |&lt;------------------------------ what the checksum covers ---------------------------&gt;|
 * </pre>
 *
 * Little endian; {@code length} is 24 + k + v, without the zeros. A flyweight over a buffer that it
 * borrows; one thread; allocates nothing.
 */
final class Entry {
  static final int HEADER_BYTES = 24;
  static final int ALIGNMENT = 8;

  /** A record, new or in place of an older one. */
  static final int PUT = 1;

  /** There is no such record any more. */
  static final int REMOVE = 2;

  /** The end of a batch: what comes before it counts. Its revision is the last one so far. */
  static final int COMMIT = 3;

  /** The end of the file: the next segment goes on. */
  static final int SEAL = 4;

  /** On {@link #COMMIT}: the changes before it may have been acknowledged. */
  static final int ACKNOWLEDGED = 1;

  private static final int CRC_OFFSET = 0;
  private static final int LENGTH_OFFSET = 4;
  private static final int TYPE_OFFSET = 8;
  private static final int FLAGS_OFFSET = 9;
  private static final int KEY_LENGTH_OFFSET = 10;
  private static final int VALUE_LENGTH_OFFSET = 12;
  private static final int REVISION_OFFSET = 16;

  private final UnsafeBuffer buffer;
  private final Crc32c crc;
  private int offset;

  /**
   * @param bytes direct; borrowed for as long as the flyweight lives
   */
  Entry(ByteBuffer bytes) {
    buffer = new UnsafeBuffer(bytes);
    crc = new Crc32c(bytes);
  }

  /** Room for an entry in the file, with the zeros. */
  static int bytes(int keyLength, int valueLength) {
    return BitUtil.align(HEADER_BYTES + keyLength + valueLength, ALIGNMENT);
  }

  Entry at(int offset) {
    this.offset = offset;
    return this;
  }

  DirectBuffer buffer() {
    return buffer;
  }

  /** Writes a whole entry; key and value may be of length 0. */
  void encode(
      int type,
      int flags,
      long revision,
      DirectBuffer key,
      int keyOffset,
      int keyLength,
      DirectBuffer value,
      int valueOffset,
      int valueLength) {
    int length = HEADER_BYTES + keyLength + valueLength;
    int aligned = BitUtil.align(length, ALIGNMENT);
    buffer.putInt(offset + LENGTH_OFFSET, length, ByteOrder.LITTLE_ENDIAN);
    buffer.putByte(offset + TYPE_OFFSET, (byte) type);
    buffer.putByte(offset + FLAGS_OFFSET, (byte) flags);
    buffer.putShort(offset + KEY_LENGTH_OFFSET, (short) keyLength, ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(offset + VALUE_LENGTH_OFFSET, valueLength, ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(offset + REVISION_OFFSET, revision, ByteOrder.LITTLE_ENDIAN);
    if (keyLength > 0) {
      buffer.putBytes(offset + HEADER_BYTES, key, keyOffset, keyLength);
    }
    if (valueLength > 0) {
      buffer.putBytes(offset + HEADER_BYTES + keyLength, value, valueOffset, valueLength);
    }
    buffer.setMemory(offset + length, aligned - length, (byte) 0);
    buffer.putInt(offset + CRC_OFFSET, computedChecksum(), ByteOrder.LITTLE_ENDIAN);
  }

  /** Writes an entry without key and value. */
  void encodeMark(int type, int flags, long revision) {
    encode(type, flags, revision, buffer, 0, 0, buffer, 0, 0);
  }

  /** Copies a whole entry, with its zeros. */
  void copyTo(ByteBuffer target, int targetOffset) {
    buffer.getBytes(offset, target, targetOffset, alignedLength());
  }

  /** Whether the lengths make sense together; only then the rest may be looked at. */
  boolean isShaped() {
    int keyLength = keyLength();
    long valueLength = Integer.toUnsignedLong(valueLength());
    long length = Integer.toUnsignedLong(length());
    return length == HEADER_BYTES + keyLength + valueLength
        && keyLength <= RecordStore.MAX_KEY_BYTES
        && valueLength <= RecordStore.MAX_VALUE_BYTES
        && type() >= PUT
        && type() <= SEAL
        && (type() <= REMOVE) == (keyLength > 0);
  }

  /** Only of an entry that is shaped, and lies in the buffer to its end. */
  boolean isWhole() {
    return storedChecksum() == computedChecksum();
  }

  int storedChecksum() {
    return buffer.getInt(offset + CRC_OFFSET, ByteOrder.LITTLE_ENDIAN);
  }

  int computedChecksum() {
    return crc.of(offset + LENGTH_OFFSET, alignedLength() - LENGTH_OFFSET);
  }

  int length() {
    return buffer.getInt(offset + LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
  }

  int alignedLength() {
    return BitUtil.align(length(), ALIGNMENT);
  }

  int type() {
    return buffer.getByte(offset + TYPE_OFFSET) & 0xff;
  }

  boolean isChange() {
    return type() == PUT || type() == REMOVE;
  }

  boolean isAcknowledged() {
    return (buffer.getByte(offset + FLAGS_OFFSET) & ACKNOWLEDGED) != 0;
  }

  int keyLength() {
    return buffer.getShort(offset + KEY_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xffff;
  }

  int valueLength() {
    return buffer.getInt(offset + VALUE_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
  }

  long revision() {
    return buffer.getLong(offset + REVISION_OFFSET, ByteOrder.LITTLE_ENDIAN);
  }

  int keyOffset() {
    return offset + HEADER_BYTES;
  }

  int valueOffset() {
    return offset + HEADER_BYTES + keyLength();
  }
}
