package io.machinenative.axiom.engine.validation;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.machinenative.axiom.codec.GroupSizeEncodingDecoder;
import org.agrona.DirectBuffer;

/**
 * The shape of a message: its fixed block, its groups and the var data behind them. Immutable.
 *
 * @param minBlockBytes block of the first version; later versions are longer
 * @param groups in order
 * @param lengthBytes of each var data field's length, in order: 2 or 4
 * @param maxDataBytes of each var data field
 */
record MessageShape(int minBlockBytes, Group[] groups, int[] lengthBytes, int[] maxDataBytes) {
  private static final Group[] NO_GROUPS = {};

  MessageShape {
    requireLimits(lengthBytes, maxDataBytes);
  }

  /** One without groups. */
  MessageShape(int minBlockBytes, int[] lengthBytes, int[] maxDataBytes) {
    this(minBlockBytes, NO_GROUPS, lengthBytes, maxDataBytes);
  }

  /**
   * A repeating group: entries of a block and var data.
   *
   * @param minBlockBytes of an entry of the first version
   * @param maxEntries that a message may hold
   */
  record Group(int minBlockBytes, int maxEntries, int[] lengthBytes, int[] maxDataBytes) {
    Group {
      requireLimits(lengthBytes, maxDataBytes);
    }
  }

  private static void requireLimits(int[] lengthBytes, int[] maxDataBytes) {
    if (lengthBytes.length != maxDataBytes.length) {
      throw new IllegalArgumentException("expected a limit for each var data field");
    }
  }

  /** {@link #check}: all lengths lie within the message. */
  static final int FITS = -1;

  /** {@link #check}: a length points outside of the message. */
  static final int TRUNCATED = -2;

  /** {@link #check}: a group has more entries than it may. */
  static final int TOO_MANY = -3;

  /** {@link #check}: var data of a group is above its limit. */
  static final int ENTRY_TOO_LONG = -4;

  /**
   * Walks the lengths without reading what they span.
   *
   * @param offset of the block
   * @param length of block, groups and var data
   * @return {@link #FITS}, {@link #TRUNCATED}, {@link #TOO_MANY}, {@link #ENTRY_TOO_LONG}, or the
   *     index of a var data field above its limit
   */
  int check(DirectBuffer buffer, int offset, int length, int blockLength) {
    if (blockLength < minBlockBytes || blockLength > length) {
      return TRUNCATED;
    }
    long position = blockLength;
    int tooLong = FITS;
    for (Group group : groups) {
      long end = skip(group, buffer, offset, (int) position, length);
      if (end == TRUNCATED) {
        return TRUNCATED;
      }
      tooLong = end < 0 && tooLong == FITS ? (int) (end >> Integer.SIZE) : tooLong;
      position = end & Integer.MAX_VALUE;
    }
    for (int i = 0; i < lengthBytes.length; i++) {
      if (position + lengthBytes[i] > length) {
        return TRUNCATED;
      }
      long dataBytes = dataBytes(buffer, offset + (int) position, lengthBytes[i]);
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

  /**
   * Where a group ends, or {@link #TRUNCATED}. When it breaks a limit, which one is in the upper
   * half.
   */
  private static long skip(Group group, DirectBuffer buffer, int offset, int from, int length) {
    if (from + GroupSizeEncodingDecoder.ENCODED_LENGTH > length) {
      return TRUNCATED;
    }
    int entryBytes = buffer.getShort(offset + from, LITTLE_ENDIAN) & 0xFFFF;
    int entries = buffer.getShort(offset + from + Short.BYTES, LITTLE_ENDIAN) & 0xFFFF;
    if (entries > 0 && entryBytes < group.minBlockBytes()) {
      return TRUNCATED;
    }
    long broken = entries > group.maxEntries() ? TOO_MANY : 0;
    long position = from + GroupSizeEncodingDecoder.ENCODED_LENGTH;
    for (int entry = 0; entry < entries; entry++) {
      position += entryBytes;
      for (int i = 0; i < group.lengthBytes().length; i++) {
        int width = group.lengthBytes()[i];
        if (position + width > length) {
          return TRUNCATED;
        }
        long dataBytes = dataBytes(buffer, offset + (int) position, width);
        position += width + dataBytes;
        if (position > length) {
          return TRUNCATED;
        }
        broken = dataBytes > group.maxDataBytes()[i] && broken == 0 ? ENTRY_TOO_LONG : broken;
      }
    }
    return position > length ? TRUNCATED : broken << Integer.SIZE | position;
  }

  private static long dataBytes(DirectBuffer buffer, int at, int width) {
    return width == Short.BYTES
        ? buffer.getShort(at, LITTLE_ENDIAN) & 0xFFFFL
        : buffer.getInt(at, LITTLE_ENDIAN) & 0xFFFF_FFFFL;
  }

  /** What is wrong, for people. */
  String describe(int fit) {
    return switch (fit) {
      case TOO_MANY -> "a group has more entries than it may";
      case ENTRY_TOO_LONG -> "var data of a group is longer than it may be";
      default -> "var data field " + (fit + 1) + " is longer than " + maxDataBytes[fit] + " bytes";
    };
  }
}
