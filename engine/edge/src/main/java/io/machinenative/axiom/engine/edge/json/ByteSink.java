package io.machinenative.axiom.engine.edge.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Bytes that grow, to write JSON and heads into. Owned by one thread, which reuses it by {@link
 * #reset()}. Allocates when it grows.
 */
public final class ByteSink {
  private static final byte[] HEX = JsonText.ascii("0123456789abcdef");

  /** What a reset keeps: one long answer does not hold its memory for ever. */
  private static final int KEPT_BYTES = 256 * 1024;

  private static final int INITIAL_BYTES = 512;

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int length;

  /** Forgets what was written. */
  public ByteSink reset() {
    length = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[INITIAL_BYTES];
    }
    return this;
  }

  /** Holds what was written, up to {@link #length()}. Valid until the next write. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /** Forgets what was written after a length. */
  public void truncate(int to) {
    length = to;
  }

  /** A copy of what was written. */
  public byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  public ByteSink put(char ascii) {
    ensureRoom(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  public ByteSink put(byte[] source) {
    return put(source, 0, source.length);
  }

  public ByteSink put(byte[] source, int offset, int count) {
    ensureRoom(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
    return this;
  }

  /** Appends checked JSON in one line: line breaks between its tokens become spaces. */
  public ByteSink line(byte[] json, int offset, int count) {
    put(json, offset, count);
    for (int i = length - count; i < length; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        bytes[i] = ' ';
      }
    }
    return this;
  }

  /** Appends another one's bytes. */
  public ByteSink put(ByteSink other) {
    return put(other.bytes, 0, other.length);
  }

  /** Appends a text in UTF-8, as it is. Allocates its bytes. */
  public ByteSink put(String text) {
    return put(text.getBytes(UTF_8));
  }

  /** Appends a number in decimal digits. */
  public ByteSink number(long number) {
    ensureRoom(20);
    if (number < 0) {
      return put(Long.toString(number));
    }
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    int at = length + digits;
    long rest = number;
    do {
      bytes[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (at > length);
    length += digits;
    return this;
  }

  /** Appends a finite number as JSON has it: whole ones without a fraction. */
  public ByteSink number(double number) {
    long whole = (long) number;
    if (whole == number && Math.abs(whole) < 1L << 53) {
      return number(whole);
    }
    return put(Double.toString(number));
  }

  /** Appends a text as JSON, with its quotes. Allocates its bytes. */
  public ByteSink text(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    put('"');
    escaped(utf8, 0, utf8.length);
    return put('"');
  }

  /** Appends UTF-8 as it stands between quotes. */
  public ByteSink escaped(byte[] utf8, int offset, int count) {
    ensureRoom(count + count / 8 + 16);
    int end = offset + count;
    int i = offset;
    while (i + Long.BYTES <= end) {
      long eight = (long) JsonText.EIGHT.get(utf8, i);
      if (!JsonText.isPlain(eight)) {
        break;
      }
      JsonText.EIGHT.set(bytes, length, eight);
      length += Long.BYTES;
      i += Long.BYTES;
    }
    for (; i < end; i++) {
      byte octet = utf8[i];
      if (octet >= 0x20 ? octet != '"' && octet != '\\' : octet < 0) {
        if (length == bytes.length) {
          ensureRoom(end - i + 16);
        }
        bytes[length++] = octet;
      } else {
        escape(octet);
      }
    }
    return this;
  }

  private void escape(byte octet) {
    ensureRoom(6);
    bytes[length++] = '\\';
    switch (octet) {
      case '"', '\\' -> bytes[length++] = octet;
      case '\n' -> bytes[length++] = 'n';
      case '\r' -> bytes[length++] = 'r';
      case '\t' -> bytes[length++] = 't';
      default -> {
        bytes[length++] = 'u';
        bytes[length++] = '0';
        bytes[length++] = '0';
        bytes[length++] = HEX[octet >> 4];
        bytes[length++] = HEX[octet & 0xF];
      }
    }
  }

  private void ensureRoom(int count) {
    int needed = Math.addExact(length, count);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(bytes.length, 1 << 29) * 2));
    }
  }
}
