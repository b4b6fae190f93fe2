package io.machinenative.axiom.engine.validation;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * The shape of a message: its fixed block and the var data behind it. Immutable.
 *
 * @param minBlockBytes block of the first version; later versions are longer
 * @param lengthBytes of each var data field's length, in order: 2 or 4
 * @param maxDataBytes of each var data field
 */
record MessageShape(int minBlockBytes, int[] lengthBytes, int[] maxDataBytes) {
  MessageShape {
    if (lengthBytes.length != maxDataBytes.length) {
      throw new IllegalArgumentException("expected a limit for each var data field");
    }
  }

  /** {@link #check}: all lengths lie within the message. */
  static final int FITS = -1;

  /** {@link #check}: a length points outside of the message. */
  static final int TRUNCATED = -2;

  /**
   * Walks the lengths without reading what they span.
   *
   * @param offset of the block
   * @param length of block and var data
   * @return {@link #FITS}, {@link #TRUNCATED}, or the index of a var data field above its limit
   */
  int check(DirectBuffer buffer, int offset, int length, int blockLength) {
    if (blockLength < minBlockBytes || blockLength > length) {
      return TRUNCATED;
    }
    long position = blockLength;
    int tooLong = FITS;
    for (int i = 0; i < lengthBytes.length; i++) {
      if (position + lengthBytes[i] > length) {
        return TRUNCATED;
      }
      int at = offset + (int) position;
      long dataBytes =
          lengthBytes[i] == Short.BYTES
              ? buffer.getShort(at, LITTLE_ENDIAN) & 0xFFFFL
              : buffer.getInt(at, LITTLE_ENDIAN) & 0xFFFF_FFFFL;
      position += lengthBytes[i] + dataBytes;
      if (position > length) {
        return TRUNCATED;
      }
      if (dataBytes > maxDataBytes[i] && tooLong == FITS) {
        tooLong = i;
      }
    }
    return tooLong;
  }
}
