package io.machinenative.axiom.plugins.core;

import io.machinenative.axiom.api.Bytes;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;

/** Shows {@link Bytes} to the JDK. Stateless, any thread. */
final class ByteViews {
  private ByteViews() {}

  /**
   * The bytes as a read-only buffer at position 0, without a copy unless they lie at a bare memory
   * address. Borrowed as long as {@code bytes} are.
   */
  static ByteBuffer of(Bytes bytes) {
    DirectBuffer buffer = bytes.buffer();
    int start = buffer.wrapAdjustment() + bytes.offset();
    if (buffer.byteBuffer() != null) {
      return buffer.byteBuffer().asReadOnlyBuffer().clear().slice(start, bytes.length());
    }
    if (buffer.byteArray() != null) {
      return ByteBuffer.wrap(buffer.byteArray(), start, bytes.length()).slice().asReadOnlyBuffer();
    }
    return ByteBuffer.wrap(bytes.toArray()).asReadOnlyBuffer();
  }
}
