package io.machinenative.axiom.engine.transport;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Frames that can be checked by themselves: a sequence number, and bytes that follow from it, the
 * length, and where they are. A frame that was cut, shifted, overwritten or swapped does not
 * verify.
 */
final class Pattern {
  /** Shortest frame: a sequence number and one byte. */
  static final int MIN_BYTES = Long.BYTES + 1;

  private Pattern() {}

  /** Fills the whole frame. */
  static void fill(MutableDirectBuffer buffer, int offset, int length, long sequence) {
    buffer.putLong(offset, sequence);
    for (int i = Long.BYTES; i < length; i++) {
      buffer.putByte(offset + i, expected(sequence, length, i));
    }
  }

  static long sequence(DirectBuffer buffer, int offset) {
    return buffer.getLong(offset);
  }

  /** Checks every byte of a frame. */
  static void verify(DirectBuffer buffer, int offset, int length, long sequence) {
    long gotSequence = sequence(buffer, offset);
    if (gotSequence != sequence) {
      throw new AssertionError("expected frame " + sequence + ", got frame " + gotSequence);
    }
    for (int i = Long.BYTES; i < length; i++) {
      byte expected = expected(sequence, length, i);
      byte got = buffer.getByte(offset + i);
      if (got != expected) {
        throw new AssertionError(
            "expected byte %d of frame %d (%d bytes) to be %d, got %d"
                .formatted(i, sequence, length, expected, got));
      }
    }
  }

  private static byte expected(long sequence, int length, int index) {
    return (byte) (sequence * 31 + length * 17L + index * 7L + (index >> 8));
  }
}
