package io.machinenative.axiom.engine.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * How every file of a store begins.
 *
 * <pre>
 *   0          8         10        12       16                 32           40         48      60
 *   +----------+---------+---------+--------+------------------+------------+----------+-------+--------+
 *   | AXSTORE1 | version | bytes   | kind   | store id         | number     | before   | zeros | crc32c |
 *   |          | u16 1   | u16 64  | u32    | two int64        | int64      | int64    |       | 0..59  |
 *   +----------+---------+---------+--------+------------------+------------+----------+-------+--------+
 * </pre>
 *
 * Little endian.
 *
 * @param number of the journal segment; for a snapshot that of the last segment it covers; 0 for
 *     the head; for an image the revision of the records
 * @param revisionBefore the last revision of the segment before
 */
record FileHeader(Kind kind, UUID storeId, long number, long revisionBefore) {
  static final int BYTES = 64;
  static final int VERSION = 1;

  private static final byte[] MAGIC = "AXSTORE1".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION_OFFSET = MAGIC.length;
  private static final int LENGTH_OFFSET = VERSION_OFFSET + Short.BYTES;
  private static final int KIND_OFFSET = LENGTH_OFFSET + Short.BYTES;
  private static final int ID_OFFSET = KIND_OFFSET + Integer.BYTES;
  private static final int NUMBER_OFFSET = ID_OFFSET + 2 * Long.BYTES;
  private static final int BEFORE_OFFSET = NUMBER_OFFSET + Long.BYTES;
  private static final int CRC_OFFSET = BYTES - Integer.BYTES;

  /** What a file is; its code is what the file says. */
  enum Kind {
    JOURNAL(1),
    SNAPSHOT(2),
    HEAD(3),
    IMAGE(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  /** Makes the bytes, in a buffer of their own. */
  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(0, MAGIC);
    bytes.putShort(VERSION_OFFSET, (short) VERSION);
    bytes.putShort(LENGTH_OFFSET, (short) BYTES);
    bytes.putInt(KIND_OFFSET, kind.code);
    bytes.putLong(ID_OFFSET, storeId.getMostSignificantBits());
    bytes.putLong(ID_OFFSET + Long.BYTES, storeId.getLeastSignificantBits());
    bytes.putLong(NUMBER_OFFSET, number);
    bytes.putLong(BEFORE_OFFSET, revisionBefore);
    bytes.putInt(CRC_OFFSET, new Crc32c(bytes).of(0, CRC_OFFSET));
    return bytes.clear();
  }

  /**
   * Reads the first bytes of a file.
   *
   * @param bytes little endian; from 0 to their limit
   * @param expected what the file's name promises
   * @throws StoreFormatException when it is no such file, or one of another version
   * @throws StoreDamagedException when its checksum is wrong
   */
  static FileHeader decode(ByteBuffer bytes, Path file, Kind expected) {
    if (bytes.limit() < BYTES) {
      throw new StoreDamagedException(
          file, 0, "expected a header of " + BYTES + " bytes, actual " + bytes.limit());
    }
    byte[] magic = new byte[MAGIC.length];
    bytes.get(0, magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new StoreFormatException(
          "%s is no file of a store: expected the bytes %s, actual %s"
              .formatted(file, HexFormat.of().formatHex(MAGIC), HexFormat.of().formatHex(magic)));
    }
    int actualCrc = new Crc32c(bytes).of(0, CRC_OFFSET);
    if (bytes.getInt(CRC_OFFSET) != actualCrc) {
      throw StoreDamagedException.checksum(file, 0, bytes.getInt(CRC_OFFSET), actualCrc);
    }
    int version = Short.toUnsignedInt(bytes.getShort(VERSION_OFFSET));
    if (version != VERSION) {
      throw new StoreFormatException(
          file + " has format version " + version + ", this build knows version " + VERSION);
    }
    if (bytes.getInt(KIND_OFFSET) != expected.code) {
      throw new StoreFormatException(
          "%s: expected a file of kind %d, actual %d"
              .formatted(file, expected.code, bytes.getInt(KIND_OFFSET)));
    }
    return new FileHeader(
        expected,
        new UUID(bytes.getLong(ID_OFFSET), bytes.getLong(ID_OFFSET + Long.BYTES)),
        bytes.getLong(NUMBER_OFFSET),
        bytes.getLong(BEFORE_OFFSET));
  }
}
