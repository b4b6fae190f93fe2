package io.machinenative.axiom.client;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.machinenative.axiom.codec.GroupSizeEncodingDecoder;
import org.agrona.DirectBuffer;

/**
 * The outline of a message: how long its block is at least, which group and which length-prefixed
 * fields follow. Checks a message that came against it before a decoder touches it, so that no
 * length can lead out of the frame.
 *
 * <pre>
 *   | header 8 | block (as long as the header says) | group? | length | bytes | length | bytes | later fields ... |
 * </pre>
 *
 * <p>Immutable. Allocates nothing after it was made.
 */
final class MessageShape {
  private final int minBlockLength;
  private final int minEntryBlockLength;
  private final int[] entryLengthBytes;
  private final int[] lengthBytes;

  private MessageShape(
      int minBlockLength, int minEntryBlockLength, int[] entryLengthBytes, int[] lengthBytes) {
    this.minBlockLength = minBlockLength;
    this.minEntryBlockLength = minEntryBlockLength;
    this.entryLengthBytes = entryLengthBytes;
    this.lengthBytes = lengthBytes;
  }

  /**
   * A message without a group.
   *
   * @param minBlockLength of the version that knew the fewest fields
   * @param lengthBytes for each var-data field the width of its length: 2 or 4
   */
  static MessageShape of(int minBlockLength, int... lengthBytes) {
    return new MessageShape(minBlockLength, -1, new int[0], lengthBytes);
  }

  /**
   * A message of a block and one group, whose entries have a block and var-data fields of their
   * own.
   */
  static MessageShape withGroup(
      int minBlockLength, int minEntryBlockLength, int... entryLengthBytes) {
    return new MessageShape(minBlockLength, minEntryBlockLength, entryLengthBytes, new int[0]);
  }

  /**
   * Whether a message keeps to the outline. What a later version appended is allowed.
   *
   * @param position of the block
   * @param limit end of the frame
   * @param blockLength as the header says, 0 to 65,535
   */
  boolean fits(DirectBuffer buffer, int position, int limit, int blockLength) {
    if (blockLength < minBlockLength || blockLength > limit - position) {
      return false;
    }
    int at = position + blockLength;
    if (minEntryBlockLength >= 0) {
      at = skipGroup(buffer, at, limit);
    }
    return at >= 0 && skipFields(buffer, at, limit, lengthBytes) >= 0;
  }

  private int skipGroup(DirectBuffer buffer, int position, int limit) {
    if (limit - position < GroupSizeEncodingDecoder.ENCODED_LENGTH) {
      return -1;
    }
    int entryBlockLength = buffer.getShort(position, LITTLE_ENDIAN) & 0xFFFF;
    int entries = buffer.getShort(position + 2, LITTLE_ENDIAN) & 0xFFFF;
    int at = position + GroupSizeEncodingDecoder.ENCODED_LENGTH;
    if (entries > 0 && entryBlockLength < minEntryBlockLength) {
      return -1;
    }
    for (int i = 0; i < entries && at >= 0; i++) {
      at =
          entryBlockLength > limit - at
              ? -1
              : skipFields(buffer, at + entryBlockLength, limit, entryLengthBytes);
    }
    return at;
  }

  private static int skipFields(DirectBuffer buffer, int position, int limit, int[] lengthBytes) {
    int at = position;
    for (int width : lengthBytes) {
      if (limit - at < width) {
        return -1;
      }
      long length =
          width == 2
              ? buffer.getShort(at, LITTLE_ENDIAN) & 0xFFFF
              : buffer.getInt(at, LITTLE_ENDIAN) & 0xFFFF_FFFFL;
      at += width;
      if (length > limit - at) {
        return -1;
      }
      at += (int) length;
    }
    return at;
  }
}
