package io.machinenative.axiom.natives.aes;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Seals and opens messages in place where Agrona's buffers hold them; the rest as {@link
 * MessageCipher}, which it calls. The only class here that needs Agrona.
 *
 * <p>Buffers must be outside the heap, and must stay until the call has returned.
 */
public final class BufferCipher implements AutoCloseable {
  private static final MemorySegment MEMORY = allMemory();

  private final MessageCipher cipher;

  /**
   * @param cipher closed with this
   */
  public BufferCipher(MessageCipher cipher) {
    this.cipher = cipher;
  }

  @SuppressWarnings("restricted")
  private static MemorySegment allMemory() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }

  /**
   * Seals the plaintext that lies at {@code offset} + {@link MessageCipher#PLAINTEXT_OFFSET}.
   *
   * @param offset where the message begins; {@code plaintextBytes} + {@link
   *     MessageCipher#OVERHEAD_BYTES} bytes from there on are written
   * @param aad associated data; its whole capacity counts
   * @return the message's bytes, or {@link MessageCipher#KEY_EXHAUSTED}
   */
  public long seal(MutableDirectBuffer buffer, int offset, int plaintextBytes, DirectBuffer aad) {
    buffer.boundsCheck(offset, Math.addExact(plaintextBytes, MessageCipher.OVERHEAD_BYTES));
    long at = addressOf(buffer) + offset;
    cipher.operands().aad(MEMORY, addressOf(aad), aad.capacity());
    try {
      long plaintextAt = at + MessageCipher.PLAINTEXT_OFFSET;
      return cipher.seal(MEMORY, plaintextAt, plaintextBytes, MEMORY, MEMORY, at);
    } finally {
      Reference.reachabilityFence(buffer);
      Reference.reachabilityFence(aad);
    }
  }

  /**
   * Opens a message; the plaintext lies at {@code offset} + {@link MessageCipher#PLAINTEXT_OFFSET}
   * afterwards.
   *
   * @param aad associated data; its whole capacity counts
   * @return the plaintext's bytes, or a negative outcome of {@link MessageCipher#open}
   */
  public long open(MutableDirectBuffer buffer, int offset, int messageBytes, DirectBuffer aad) {
    buffer.boundsCheck(offset, messageBytes);
    long at = addressOf(buffer) + offset;
    cipher.operands().aad(MEMORY, addressOf(aad), aad.capacity());
    try {
      long plaintextAt = at + MessageCipher.PLAINTEXT_OFFSET;
      return cipher.open(MEMORY, at, messageBytes, MEMORY, MEMORY, plaintextAt);
    } finally {
      Reference.reachabilityFence(buffer);
      Reference.reachabilityFence(aad);
    }
  }

  private static long addressOf(DirectBuffer buffer) {
    if (buffer.byteArray() != null) {
      throw new IllegalArgumentException("expected a buffer outside the heap, actual an array");
    }
    return buffer.addressOffset();
  }

  @Override
  public void close() {
    cipher.close();
  }
}
