package io.machinenative.axiom.natives.aes;

import java.lang.foreign.MemorySegment;

/**
 * One engine's part of a {@link GcmContext}: the arithmetic, with buffers that were checked. Owned
 * by the context's thread.
 *
 * <p>{@code sealed} is the ciphertext with the tag behind it; it begins where the plaintext begins,
 * or is disjoint from it.
 */
sealed interface GcmSession permits IpsecMbSession, LibcryptoSession, JceSession {
  /**
   * The key for all messages from here on. It stays open until the next call of this, or of {@link
   * #close}.
   */
  void use(AesKey key);

  /** Writes ciphertext and tag. */
  void seal(MemorySegment nonce, MemorySegment aad, MemorySegment plaintext, MemorySegment sealed);

  /**
   * Writes the plaintext.
   *
   * @return whether the tag is right; when it is not, what was written must be wiped
   */
  boolean open(
      MemorySegment nonce, MemorySegment aad, MemorySegment sealed, MemorySegment plaintext);

  /** Most plaintext that this engine takes at once; at most {@link AesGcm#MESSAGE_MAX_BYTES}. */
  long messageMaxBytes();

  /** Wipes what it knows of the key, and gives back what it holds. */
  void close();
}
