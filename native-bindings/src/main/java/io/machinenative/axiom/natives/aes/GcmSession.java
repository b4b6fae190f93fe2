package io.machinenative.axiom.natives.aes;

import java.lang.foreign.MemorySegment;

/**
 * One engine's part of a {@link GcmContext}: the arithmetic, with operands that were checked. Owned
 * by the context's thread.
 *
 * <p>The segments are those that the operands point into; they are kept alive for the call.
 */
sealed interface GcmSession permits IpsecMbSession, LibcryptoSession, JceSession {
  /**
   * The key for all messages from here on. It stays usable until the next call of this, or of
   * {@link #close}.
   */
  void use(AesKey key);

  /** Writes ciphertext and tag. */
  void seal(
      GcmOperands at,
      MemorySegment nonce,
      MemorySegment aad,
      MemorySegment plaintext,
      MemorySegment sealed);

  /**
   * Writes the plaintext.
   *
   * @return whether the tag is right; when it is not, what was written must be wiped
   */
  boolean open(
      GcmOperands at,
      MemorySegment nonce,
      MemorySegment aad,
      MemorySegment sealed,
      MemorySegment plaintext);

  /** Most plaintext that this engine takes at once; at most {@link AesGcm#MESSAGE_MAX_BYTES}. */
  long messageMaxBytes();

  /** Wipes what it knows of the key, and gives back what it holds. */
  void close();
}
