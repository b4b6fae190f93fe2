package io.machinenative.axiom.engine.json;

import org.agrona.DirectBuffer;

/**
 * Checks that bytes are UTF-8 in the strict sense: shortest form, no surrogates, nothing above
 * U+10FFFF (Unicode, table 3-7). Stateless, any thread, allocates nothing.
 */
final class Utf8 {
  /** Every byte belongs to a well-formed sequence. */
  static final int VALID = -1;

  private Utf8() {}

  /**
   * @return the position, counted from {@code offset}, of the first sequence that is not well
   *     formed, or {@link #VALID}
   */
  static int firstDefect(DirectBuffer buffer, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (at < end) {
      int sequenceBytes = sequenceBytes(buffer, at, end);
      if (sequenceBytes == 0) {
        return at - offset;
      }
      at += sequenceBytes;
    }
    return VALID;
  }

  /** Length of the sequence at a position, 0 when it is not well formed. */
  private static int sequenceBytes(DirectBuffer buffer, int at, int end) {
    int first = buffer.getByte(at) & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    if (first < 0xC2) {
      return 0;
    }
    if (first < 0xE0) {
      return continues(buffer, at + 1, end, 0x80, 0xBF) ? 2 : 0;
    }
    if (first < 0xF0) {
      int low = first == 0xE0 ? 0xA0 : 0x80;
      int high = first == 0xED ? 0x9F : 0xBF;
      return continues(buffer, at + 1, end, low, high) && continues(buffer, at + 2, end, 0x80, 0xBF)
          ? 3
          : 0;
    }
    if (first < 0xF5) {
      int low = first == 0xF0 ? 0x90 : 0x80;
      int high = first == 0xF4 ? 0x8F : 0xBF;
      boolean wellFormed =
          continues(buffer, at + 1, end, low, high)
              && continues(buffer, at + 2, end, 0x80, 0xBF)
              && continues(buffer, at + 3, end, 0x80, 0xBF);
      return wellFormed ? 4 : 0;
    }
    return 0;
  }

  private static boolean continues(DirectBuffer buffer, int at, int end, int low, int high) {
    if (at >= end) {
      return false;
    }
    int octet = buffer.getByte(at) & 0xFF;
    return octet >= low && octet <= high;
  }
}
