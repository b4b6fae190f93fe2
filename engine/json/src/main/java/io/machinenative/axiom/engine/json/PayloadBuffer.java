package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.Status;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Bytes that grow up to a limit, to write payloads into. One thread at a time; the owner reuses it
 * by {@link #reset()}. Allocates when it grows.
 */
public final class PayloadBuffer extends OutputStream {
  private static final int MIN_CAPACITY_BYTES = 64;

  private final int maxBytes;
  private final Status whenFull;
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private byte[] bytes;
  private int length;

  /**
   * @param initialBytes capacity to begin with
   * @param maxBytes most bytes that it takes
   * @param whenFull status of the {@link ToolException} that a write above {@code maxBytes} throws
   */
  public PayloadBuffer(int initialBytes, int maxBytes, Status whenFull) {
    if (maxBytes < 0) {
      throw new IllegalArgumentException("expected maxBytes of 0 or more, got " + maxBytes);
    }
    this.maxBytes = maxBytes;
    this.whenFull = whenFull;
    wrap(new byte[Math.max(MIN_CAPACITY_BYTES, Math.min(initialBytes, maxBytes))]);
  }

  /** Forgets what was written, keeps the capacity. */
  public void reset() {
    length = 0;
  }

  /** Holds what was written, from 0 to {@link #length()}. Valid until the next write. */
  public DirectBuffer buffer() {
    return view;
  }

  /** Bytes written since the last reset. */
  public int length() {
    return length;
  }

  /** A copy of what was written. */
  public byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  @Override
  public void write(int octet) {
    ensureRoom(1);
    bytes[length++] = (byte) octet;
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    ensureRoom(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  void write(DirectBuffer source, int offset, int count) {
    ensureRoom(count);
    source.getBytes(offset, bytes, length, count);
    length += count;
  }

  /** Forgets what was written after a length. */
  void truncate(int to) {
    assert to <= length : "not written yet: " + to;
    length = to;
  }

  /** Appends a number in decimal digits. */
  void writeNumber(long number) {
    if (number == Long.MIN_VALUE) { // has no positive counterpart
      byte[] digits = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
      write(digits, 0, digits.length);
      return;
    }
    long rest = Math.abs(number);
    int digits = 1;
    for (long more = rest / 10; more > 0; more /= 10) {
      digits++;
    }
    ensureRoom(number < 0 ? digits + 1 : digits);
    if (number < 0) {
      bytes[length++] = '-';
    }
    for (int at = length + digits - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  /**
   * Appends a text in quotes; false, and nothing appended, when it is not ASCII without escapes.
   */
  boolean writePlainText(String text) {
    int count = text.length();
    ensureRoom(count + 2);
    int at = length;
    bytes[at++] = '"';
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
      bytes[at++] = (byte) c;
    }
    bytes[at++] = '"';
    length = at;
    return true;
  }

  /** Overwrites 4 bytes that were written before. */
  void patchInt(int position, int value) {
    assert position + Integer.BYTES <= length : "not written yet: " + position;
    view.putInt(position, value, ByteOrder.LITTLE_ENDIAN);
  }

  private void ensureRoom(int count) {
    long needed = (long) length + count;
    if (needed > maxBytes) {
      throw new ToolException(
          whenFull, "expected a payload of at most " + maxBytes + " bytes, got more");
    }
    if (needed > bytes.length) {
      wrap(Arrays.copyOf(bytes, (int) Math.min(maxBytes, Math.max(needed, 2L * bytes.length))));
    }
  }

  private void wrap(byte[] array) {
    bytes = array;
    view.wrap(array);
  }
}
