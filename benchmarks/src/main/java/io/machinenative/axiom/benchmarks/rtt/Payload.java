package io.machinenative.axiom.benchmarks.rtt;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bytes that travel, the same way for every subject.
 *
 * <pre>
 *   0               8                               payloadBytes
 *  +---------------+-------------------------------+
 *  | sequence, LE  | row (sequence modulo 16) of a |
 *  |               | table of random bytes         |
 *  +---------------+-------------------------------+
 * </pre>
 *
 * <p>Neighbouring calls carry different rows, so a reply that shows another call's bytes is found
 * out. Any thread after construction; allocates nothing.
 */
final class Payload {
  private static final int SEQUENCE_BYTES = Long.BYTES;
  private static final int ROWS = 16;
  private static final long SEED = 20_260_101L;

  private final int payloadBytes;
  private final int rowBytes;
  private final UnsafeBuffer rows;

  Payload(int payloadBytes) {
    this.payloadBytes = payloadBytes;
    rowBytes = (payloadBytes + Long.BYTES - 1) & -Long.BYTES;
    byte[] bytes = new byte[ROWS * rowBytes];
    new SplittableRandom(SEED).nextBytes(bytes);
    rows = new UnsafeBuffer(bytes);
  }

  int payloadBytes() {
    return payloadBytes;
  }

  void write(MutableDirectBuffer buffer, int offset, long sequence) {
    buffer.putBytes(offset, rows, rowOffset(sequence), payloadBytes);
    buffer.putLong(offset, sequence, LITTLE_ENDIAN);
  }

  static long sequence(DirectBuffer buffer, int offset) {
    return buffer.getLong(offset, LITTLE_ENDIAN);
  }

  /** Whether all bytes after the sequence are those that {@link #write} wrote. */
  boolean matches(DirectBuffer buffer, int offset, long sequence) {
    int row = rowOffset(sequence);
    long difference = 0;
    int position = SEQUENCE_BYTES;
    for (; position <= payloadBytes - Long.BYTES; position += Long.BYTES) {
      difference |= buffer.getLong(offset + position) ^ rows.getLong(row + position);
    }
    for (; position < payloadBytes; position++) {
      difference |= buffer.getByte(offset + position) ^ rows.getByte(row + position);
    }
    return difference == 0;
  }

  /** The low bits of a sequence name a place in the window; the bits above them count the calls. */
  private int rowOffset(long sequence) {
    return (int) ((sequence >>> RoundTrips.PLACE_BITS) & (ROWS - 1)) * rowBytes;
  }
}
