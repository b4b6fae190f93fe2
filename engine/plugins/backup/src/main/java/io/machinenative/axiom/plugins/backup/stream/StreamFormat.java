package io.machinenative.axiom.plugins.backup.stream;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The bytes that writers and readers of streams agree on. Stateless.
 *
 * <pre>
 *   stream = header 16 | block | block | ... | last block
 *   header = AXBKSTRM | version u8 | zeros 7
 *   block  = bytes u32, the highest bit set in the last one | payload | SHA-256 of:
 *            the digest of the block before (of the first: the header) | bytes u32 | payload
 *   payloads, one behind the other = about | record | ... | end
 * </pre>
 */
final class StreamFormat {
  static final byte[] HEADER = "AXBKSTRM\1\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

  static final int PAYLOAD_MAX_BYTES = 1 << 20;
  static final int DIGEST_BYTES = 32;
  static final int LAST = 1 << 31;

  /** Record types beside those of entries, which are 1 to 4. */
  static final int END = 0;

  static final int ABOUT = 16;

  /** Longest path, link or text. */
  static final int TEXT_MAX_BYTES = 64 << 10;

  private StreamFormat() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected SHA-256, which every JDK has, actual none", e);
    }
  }
}
