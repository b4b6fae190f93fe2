package io.machinenative.axiom.api;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Bytes in a record of a typed tool. In JSON they are a base64 string; in a COMPOUND payload they
 * are its raw tail, and a BINARY payload is such a tail alone, so large attachments travel uncoded.
 *
 * <p>In a handler's input they are borrowed until the handler returns. A record holds at most one.
 *
 * @param buffer holds the bytes
 * @param offset of the first one
 * @param length number of bytes
 */
public record Bytes(DirectBuffer buffer, int offset, int length) {
  public Bytes {
    buffer.boundsCheck(offset, length);
  }

  /** Wraps an array, without a copy. */
  public static Bytes of(byte[] bytes) {
    return new Bytes(new UnsafeBuffer(bytes), 0, bytes.length);
  }

  /** A copy that the caller owns. */
  public byte[] toArray() {
    byte[] copy = new byte[length];
    buffer.getBytes(offset, copy);
    return copy;
  }
}
