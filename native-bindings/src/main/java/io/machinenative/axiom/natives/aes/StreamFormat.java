package io.machinenative.axiom.natives.aes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Sealed streams: the format AES-GCM-HKDF of Google's Tink, with the parameters of its template
 * {@code AES256_GCM_HKDF_1MB}. Stateless.
 *
 * <pre>
 *   0    1          33              40                      1 MiB                   2 MiB
 *   ├ 40 ┼─ salt ───┼ nonce prefix ─┼─ segment 0 ───────────┼─ segment 1 ───────────┼─ ... ──┤
 *     1      32            7          ciphertext │ tag, 16    ciphertext │ tag, 16
 *
 *   nonce of a segment   0                7              11     12
 *                        ├─ nonce prefix ─┼─ number, BE ─┼ last ┤     last: 1 for the last one
 *
 *   key of the stream    HKDF-SHA256(key, salt, associated data), 32 bytes
 * </pre>
 *
 * <p>Every segment but the last is full. Since a nonce says which segment it is of and whether it
 * is the last, none can be moved, left out, doubled or cut off.
 */
final class StreamFormat {
  static final int SALT_BYTES = 32;
  static final int NONCE_PREFIX_BYTES = 7;
  static final int HEADER_BYTES = 1 + SALT_BYTES + NONCE_PREFIX_BYTES;
  static final int SEGMENT_BYTES = 1 << 20;

  /** Numbers are 32 bits; Tink never uses the last one. */
  static final long SEGMENTS_MAX = (1L << 32) - 1;

  private static final ValueLayout.OfInt NUMBER =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private StreamFormat() {}

  /** Most bytes of a segment, with its tag: the first one shares its MiB with the header. */
  static int segmentMaxBytes(long number) {
    return number == 0 ? SEGMENT_BYTES - HEADER_BYTES : SEGMENT_BYTES;
  }

  /** Writes number and mark behind the prefix. */
  static void setNonce(MemorySegment nonce, long number, boolean last) {
    nonce.set(NUMBER, NONCE_PREFIX_BYTES, (int) number);
    nonce.set(ValueLayout.JAVA_BYTE, AesGcm.NONCE_BYTES - 1L, (byte) (last ? 1 : 0));
  }

  /**
   * The key of one stream: RFC 5869.
   *
   * @param header of the stream; its salt is used
   */
  static AesKey derive(AesKey key, byte[] header, byte[] aad) {
    return HkdfSha256.key(key, Arrays.copyOfRange(header, 1, 1 + SALT_BYTES), aad);
  }
}
