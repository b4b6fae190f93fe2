package io.machinenative.axiom.client;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.machinenative.axiom.codec.GroupSizeEncodingDecoder;
import org.agrona.DirectBuffer;

/**
 * The outline of a message: how long its block is at least, which groups and which length-prefixed
 * fields follow. Checks a message that came against it before a decoder touches it, so that no
 * length can lead out of the frame.
 *
 * <pre>
 *   | header 8 | block (as long as the header says) | groups | length | bytes | length | bytes | later fields ... |
 * </pre>
 *
 * <p>Immutable. Allocates nothing after it was made.
 */
final class MessageShape {
  private final int minBlockLength;
  private final Group[] groups;
  private final int[] lengthBytes;

  /**
   * A repeating group.
   *
   * @param minBlockLength of an entry
   * @param lengthBytes for each var-data field of an entry the width of its length: 2 or 4
   */
  record Group(int minBlockLength, int... lengthBytes) {}

  private MessageShape(int minBlockLength, Group[] groups, int[] lengthBytes) {
    this.minBlockLength = minBlockLength;
    this.groups = groups;
    this.lengthBytes = lengthBytes;
  }

  /**
   * A message without a group.
   *
   * @param minBlockLength of the version that knew the fewest fields
   * @param lengthBytes for each var-data field the width of its length: 2 or 4
   */
  static MessageShape of(int minBlockLength, int... lengthBytes) {
    return new MessageShape(minBlockLength, new Group[0], lengthBytes);
  }

  /**
   * A message of a block and one group, whose entries have a block and var-data fields of their
   * own.
   */
  static MessageShape withGroup(
      int minBlockLength, int minEntryBlockLength, int... entryLengthBytes) {
    Group group = new Group(minEntryBlockLength, entryLengthBytes);
    return new MessageShape(minBlockLength, new Group[] {group}, new int[0]);
  }

  /** A message of a block, groups, and var-data fields behind them. */
  static MessageShape withGroups(int minBlockLength, Group[] groups, int... lengthBytes) {
    return new MessageShape(minBlockLength, groups, lengthBytes);
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
    for (int i = 0; i < groups.length && at >= 0; i++) {
      at = skipGroup(groups[i], buffer, at, limit);
    }
    return at >= 0 && skipFields(buffer, at, limit, lengthBytes) >= 0;
  }

  private static int skipGroup(Group group, DirectBuffer buffer, int position, int limit) {
    if (limit - position < GroupSizeEncodingDecoder.ENCODED_LENGTH) {
      return -1;
    }
    int entryBlockLength = buffer.getShort(position, LITTLE_ENDIAN) & 0xFFFF;
    int entries = buffer.getShort(position + 2, LITTLE_ENDIAN) & 0xFFFF;
    int at = position + GroupSizeEncodingDecoder.ENCODED_LENGTH;
    if (entries > 0 && entryBlockLength < group.minBlockLength()) {
      return -1;
    }
    for (int i = 0; i < entries && at >= 0; i++) {
      at =
          entryBlockLength > limit - at
              ? -1
              : skipFields(buffer, at + entryBlockLength, limit, group.lengthBytes());
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
