package io.machinenative.axiom.plugins.backup.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes the fields of a record, as {@link ByteSink} wrote them, out of bytes that may be hostile:
 * every read beyond the end and every absurd count is a {@link DamagedException} that names the
 * record. One thread's.
 */
public final class ByteSource {
  private static final int VARINT_MAX_BITS = 63;

  private final String what;
  private final byte[] bytes;
  private final int end;
  private int position;

  /**
   * @param what the record, for people
   */
  public ByteSource(String what, byte[] bytes) {
    this(what, bytes, 0, bytes.length);
  }

  public ByteSource(String what, byte[] bytes, int offset, int length) {
    this.what = what;
    this.bytes = bytes;
    position = offset;
    end = offset + length;
  }

  public boolean hasRemaining() {
    return position < end;
  }

  public int remaining() {
    return end - position;
  }

  public int position() {
    return position;
  }

  public int u8() throws DamagedException {
    require(1);
    return bytes[position++] & 0xFF;
  }

  public int u32() throws DamagedException {
    require(Integer.BYTES);
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value |= (bytes[position++] & 0xFF) << (8 * i);
    }
    return value;
  }

  public long u64() throws DamagedException {
    require(Long.BYTES);
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value |= (bytes[position++] & 0xFFL) << (8 * i);
    }
    return value;
  }

  public long varint() throws DamagedException {
    long value = 0;
    for (int shift = 0; shift <= VARINT_MAX_BITS; shift += 7) {
      int next = u8();
      value |= (next & 0x7FL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new DamagedException(what + ": expected a number of at most 10 bytes, actual longer");
  }

  public long signed() throws DamagedException {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A number that counts things of which each takes {@code leastBytes} or more of the rest. */
  public int count(int leastBytes) throws DamagedException {
    long value = varint();
    if (value < 0 || value > remaining() / leastBytes) {
      throw new DamagedException(
          what + ": expected a count that fits into " + remaining() + " bytes, actual " + value);
    }
    return (int) value;
  }

  public byte[] raw(int length) throws DamagedException {
    require(length);
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  public byte[] counted() throws DamagedException {
    return raw(count(1));
  }

  public String text() throws DamagedException {
    return new String(counted(), StandardCharsets.UTF_8);
  }

  /** The record ends here. */
  public void requireEnd() throws DamagedException {
    if (hasRemaining()) {
      throw new DamagedException(
          what + ": expected its end, actual " + remaining() + " more bytes");
    }
  }

  public DamagedException damaged(String message) {
    return new DamagedException(what + ": " + message);
  }

  private void require(int more) throws DamagedException {
    if (more < 0 || end - position < more) {
      throw new DamagedException(
          what + ": expected " + more + " more bytes, actual " + remaining());
    }
  }
}
