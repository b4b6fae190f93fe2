package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.ForgedStreamException;
import io.machinenative.axiom.natives.aes.GcmContext;
import io.machinenative.axiom.natives.aes.HkdfSha256;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Wraps a container's data key, and unwraps it: AES-256-GCM under a key that HKDF makes of the
 * wrapping key and the header's salt. That key is for this one message, so its nonce is zero, and
 * any number of containers may hang on one wrapping key. Stateless, any thread.
 */
final class DataKey {
  private static final byte[] PURPOSE = "axiom container v1 data key".getBytes(US_ASCII);

  private DataKey() {}

  /**
   * Completes a header with the wrapped key.
   *
   * @param header with its salt; everything in it is authenticated
   */
  static ContainerHeader wrap(ContainerHeader header, AesKey wrapping, AesKey dataKey) {
    try (Arena arena = Arena.ofConfined();
        AesKey once = HkdfSha256.key(wrapping, header.salt(), PURPOSE);
        GcmContext context = AesGcm.newContext()) {
      MemorySegment plain = arena.allocate(AesKey.KEY_BYTES);
      MemorySegment wrapped = arena.allocate(ContainerHeader.WRAPPED_BYTES);
      try {
        dataKey.copyTo(plain);
        context.seal(once, zeroNonce(arena), aad(header, arena), plain, wrapped);
        return header.withWrappedKey(wrapped.toArray(ValueLayout.JAVA_BYTE));
      } finally {
        plain.fill((byte) 0);
      }
    }
  }

  /**
   * The data key of a header, which is genuine then; the caller closes it.
   *
   * @throws ForgedStreamException when key or header are not those it was wrapped with
   */
  static AesKey unwrap(ContainerHeader header, AesKey wrapping) throws ForgedStreamException {
    try (Arena arena = Arena.ofConfined();
        AesKey once = HkdfSha256.key(wrapping, header.salt(), PURPOSE);
        GcmContext context = AesGcm.newContext()) {
      MemorySegment plain = arena.allocate(AesKey.KEY_BYTES);
      MemorySegment wrapped = arena.allocateFrom(ValueLayout.JAVA_BYTE, header.wrappedKey());
      try {
        long bytes = context.open(once, zeroNonce(arena), aad(header, arena), wrapped, plain);
        if (bytes < 0) {
          throw new ForgedStreamException(
              header.kind() == KeyKind.PASSPHRASE
                  ? "the passphrase is another one, or the header was changed"
                  : "the key is another one, or the header was changed");
        }
        return AesKey.of(plain);
      } finally {
        plain.fill((byte) 0);
      }
    }
  }

  private static MemorySegment zeroNonce(Arena arena) {
    return arena.allocate(AesGcm.NONCE_BYTES);
  }

  private static MemorySegment aad(ContainerHeader header, Arena arena) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, header.beforeWrappedKey());
  }
}
