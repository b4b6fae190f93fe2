package io.machinenative.axiom.testkit;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A message under construction, and where in it the lengths of its var data lie. Owned by the
 * fuzzer's thread; reused.
 */
final class FuzzMessage {
  /** Longest message that is made: above the message limit of the target. */
  static final int CAPACITY = 300 * 1024;

  private static final int MOST_LENGTHS = 16;

  private final UnsafeBuffer buffer =
      new UnsafeBuffer(BufferUtil.allocateDirectAligned(CAPACITY, BitUtil.CACHE_LINE_LENGTH));
  private final int[] lengthOffsets = new int[MOST_LENGTHS];
  private final int[] lengthWidths = new int[MOST_LENGTHS];
  private int lengthCount;
  private int length;

  UnsafeBuffer buffer() {
    return buffer;
  }

  int length() {
    return length;
  }

  void length(int bytes) {
    length = Math.clamp(bytes, 0, CAPACITY);
  }

  /** Begins a new message. */
  void clear() {
    length = 0;
    lengthCount = 0;
  }

  /** The length of a var data field lies there. */
  void lengthAt(int offset, int width) {
    lengthOffsets[lengthCount] = offset;
    lengthWidths[lengthCount++] = width;
  }

  int lengthCount() {
    return lengthCount;
  }

  int lengthOffset(int index) {
    return lengthOffsets[index];
  }

  int lengthWidth(int index) {
    return lengthWidths[index];
  }
}
