package io.machinenative.axiom.natives.aes;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys from a key: HKDF with SHA-256, RFC 5869. Stateless, any thread; what it copies to the heap
 * on the way is wiped.
 */
public final class HkdfSha256 {
  private HkdfSha256() {}

  /**
   * Derives a key.
   *
   * @param salt any bytes; what was derived with other ones tells nothing of this key
   * @param info what the key is for; may be empty
   * @return the caller's, to be closed
   */
  public static AesKey key(AesKey secret, byte[] salt, byte[] info) {
    byte[] derived = bytes(secret, salt, info, AesKey.KEY_BYTES);
    try {
      return AesKey.of(derived);
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  /**
   * Derives bytes; the caller wipes them when they are secret.
   *
   * @param count 1 to 8160
   */
  public static byte[] bytes(AesKey secret, byte[] salt, byte[] info, int count) {
    byte[] copy = secret.copy();
    try {
      SecretKey material = new SecretKeySpec(copy, "Generic");
      HKDFParameterSpec parameters =
          HKDFParameterSpec.ofExtract().addIKM(material).addSalt(salt).thenExpand(info, count);
      return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("expected HKDF-SHA256 in the JDK", e);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }
}
