package io.machinenative.axiom.plugins.backup.keys;

import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.GcmContext;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Seals and opens one message with a key that seals nothing else, so that the nonce may be zero.
 * For what is small and seldom: slots, snapshots, index files. Stateless.
 */
final class SmallSeal {
  private SmallSeal() {}

  /** Ciphertext and tag. */
  static byte[] seal(AesKey onceOnly, byte[] plaintext, byte[] aad) {
    try (Arena arena = Arena.ofConfined();
        GcmContext context = AesGcm.newContext()) {
      MemorySegment sealed = arena.allocate(plaintext.length + AesGcm.TAG_BYTES);
      context.seal(
          onceOnly,
          arena.allocate(AesGcm.NONCE_BYTES),
          copy(arena, aad),
          copy(arena, plaintext),
          sealed);
      return sealed.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  /** The plaintext, or nothing when key, associated data or message are not what they were. */
  static Optional<byte[]> open(AesKey onceOnly, byte[] sealed, byte[] aad) {
    if (sealed.length < AesGcm.TAG_BYTES) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined();
        GcmContext context = AesGcm.newContext()) {
      MemorySegment plaintext = arena.allocate(sealed.length - AesGcm.TAG_BYTES);
      long opened =
          context.open(
              onceOnly,
              arena.allocate(AesGcm.NONCE_BYTES),
              copy(arena, aad),
              copy(arena, sealed),
              plaintext);
      if (opened == AesGcm.TAG_MISMATCH) {
        return Optional.empty();
      }
      byte[] content = plaintext.toArray(ValueLayout.JAVA_BYTE);
      plaintext.fill((byte) 0);
      return Optional.of(content);
    }
  }

  private static MemorySegment copy(Arena arena, byte[] bytes) {
    return arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }
}
