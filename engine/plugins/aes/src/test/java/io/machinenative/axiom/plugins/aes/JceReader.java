package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Opens containers with the JDK alone, written from docs/aes-container.md. */
final class JceReader {
  private JceReader() {}

  static byte[] open(byte[] wrappingKey, byte[] container, byte[] aad)
      throws GeneralSecurityException {
    ByteBuffer in = ByteBuffer.wrap(container);
    byte[] binding = take(in, 32);
    int chunkBytes = 1 << binding[10];
    in.getShort();
    int parameterBytes = in.getShort();
    take(in, 8 + parameterBytes);
    byte[] salt = take(in, 32);
    byte[] before = Arrays.copyOf(container, in.position());
    byte[] wrapped = take(in, 48);
    byte[] once = hkdf(wrappingKey, salt, "axiom container v1 data key".getBytes(US_ASCII));
    byte[] dataKey = gcm(once, new byte[12], before, wrapped);

    byte[] bound = Arrays.copyOf(binding, 32 + aad.length);
    System.arraycopy(aad, 0, bound, 32, aad.length);
    byte[] start = take(in, 40);
    byte[] streamKey = hkdf(dataKey, Arrays.copyOfRange(start, 1, 33), bound);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int number = 0; number == 0 || in.hasRemaining(); number++) {
      int most = number == 0 ? chunkBytes - 40 : chunkBytes;
      byte[] chunk = take(in, Math.min(most, in.remaining()));
      ByteBuffer nonce = ByteBuffer.allocate(12).put(start, 33, 7).putInt(number);
      nonce.put((byte) (in.hasRemaining() ? 0 : 1));
      out.writeBytes(gcm(streamKey, nonce.array(), new byte[0], chunk));
    }
    return out.toByteArray();
  }

  private static byte[] take(ByteBuffer in, int bytes) {
    byte[] taken = new byte[bytes];
    in.get(taken);
    return taken;
  }

  /** RFC 5869, for 32 bytes. */
  private static byte[] hkdf(byte[] secret, byte[] salt, byte[] info)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(salt, "HmacSHA256"));
    byte[] extracted = mac.doFinal(secret);
    mac.init(new SecretKeySpec(extracted, "HmacSHA256"));
    mac.update(info);
    return mac.doFinal(new byte[] {1});
  }

  private static byte[] gcm(byte[] key, byte[] nonce, byte[] aad, byte[] sealed)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(aad);
    return cipher.doFinal(sealed);
  }
}
