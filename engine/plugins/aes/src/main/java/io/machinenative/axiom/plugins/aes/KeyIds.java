package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.HkdfSha256;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Ids of keys: 8 bytes, 16 hexadecimal digits for people. Stateless. */
final class KeyIds {
  /** Of what has no id: passphrases. */
  static final long NONE = 0;

  private static final byte[] NO_SALT = {};
  private static final byte[] FINGERPRINT = "axiom container v1 key id".getBytes(US_ASCII);

  private KeyIds() {}

  static String text(long id) {
    return HexFormat.of().toHexDigits(id);
  }

  /**
   * @throws IllegalArgumentException when the text is no id
   */
  static long parse(String text) {
    if (text.length() != 2 * Long.BYTES) {
      throw new IllegalArgumentException(
          "expected a key id of 16 hexadecimal digits, actual '" + text + "'");
    }
    return HexFormat.fromHexDigitsToLong(text);
  }

  /** What tells a key of a file from others; tells nothing of the key itself. */
  static long fingerprint(AesKey key) {
    return ByteBuffer.wrap(HkdfSha256.bytes(key, NO_SALT, FINGERPRINT, Long.BYTES)).getLong();
  }
}
