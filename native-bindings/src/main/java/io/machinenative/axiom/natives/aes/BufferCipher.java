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
    int messageBytes = Math.addExact(plaintextBytes, MessageCipher.OVERHEAD_BYTES);
    MemorySegment message = segment(buffer, offset, messageBytes);
    MemorySegment plaintext = message.asSlice(MessageCipher.PLAINTEXT_OFFSET, plaintextBytes);
    try {
      return cipher.seal(plaintext, segment(aad, 0, aad.capacity()), message);
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
    if (messageBytes < MessageCipher.OVERHEAD_BYTES) {
      return MessageCipher.TRUNCATED;
    }
    MemorySegment message = segment(buffer, offset, messageBytes);
    MemorySegment plaintext =
        message.asSlice(
            MessageCipher.PLAINTEXT_OFFSET, messageBytes - MessageCipher.OVERHEAD_BYTES);
    try {
      return cipher.open(message, segment(aad, 0, aad.capacity()), plaintext);
    } finally {
      Reference.reachabilityFence(buffer);
      Reference.reachabilityFence(aad);
    }
  }

  private static MemorySegment segment(DirectBuffer buffer, int offset, int bytes) {
    buffer.boundsCheck(offset, bytes);
    if (buffer.byteArray() != null) {
      throw new IllegalArgumentException("expected a buffer outside the heap, actual an array");
    }
    return MEMORY.asSlice(buffer.addressOffset() + offset, bytes);
  }

  @Override
  public void close() {
    cipher.close();
  }
}
