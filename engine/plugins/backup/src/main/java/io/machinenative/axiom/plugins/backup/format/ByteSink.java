package io.machinenative.axiom.plugins.backup.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects the fields of a record: the counterpart of {@link ByteSource}. Numbers are variable
 * length, seven bits a byte and the lowest first (LEB128), or fixed and little-endian. Grows; one
 * thread's.
 */
public final class ByteSink {
  private byte[] bytes;
  private int length;

  public ByteSink(int capacityBytes) {
    bytes = new byte[Math.max(16, capacityBytes)];
  }

  public int length() {
    return length;
  }

  public byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** The bytes so far, at the beginning of an array that is longer; until the next call. */
  public byte[] array() {
    return bytes;
  }

  public void clear() {
    length = 0;
  }

  public ByteSink u8(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
    return this;
  }

  public ByteSink u32(int value) {
    reserve(Integer.BYTES);
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[length++] = (byte) (value >>> (8 * i));
    }
    return this;
  }

  public ByteSink u64(long value) {
    reserve(Long.BYTES);
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[length++] = (byte) (value >>> (8 * i));
    }
    return this;
  }

  /** An unsigned number of 1 to 10 bytes. */
  public ByteSink varint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    return this;
  }

  /** A signed number, the sign in the lowest bit (ZigZag). */
  public ByteSink signed(long value) {
    return varint((value << 1) ^ (value >> 63));
  }

  public ByteSink raw(byte[] source) {
    return raw(source, 0, source.length);
  }

  public ByteSink raw(byte[] source, int offset, int sourceBytes) {
    reserve(sourceBytes);
    System.arraycopy(source, offset, bytes, length, sourceBytes);
    length += sourceBytes;
    return this;
  }

  /** Bytes with their count before them. */
  public ByteSink counted(byte[] source) {
    return varint(source.length).raw(source);
  }

  /** A text in UTF-8 with its count of bytes before it. */
  public ByteSink text(String text) {
    return counted(text.getBytes(StandardCharsets.UTF_8));
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
    }
  }
}
