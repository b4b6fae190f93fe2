package io.machinenative.axiom.benchmarks.aes;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.function.IntFunction;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The JDK's cipher as it is used where speed counts: cipher, key and buffers are reused. */
final class JdkAes implements AesSubject {
  private static final int TAG_BYTES = 16;

  private final SecretKeySpec key = new SecretKeySpec(AesMessages.key(), "AES");
  private final byte[] aad = new byte[AesMessages.AAD_BYTES];
  private final byte[][] nonces;
  private final ByteBuffer[] plaintext;
  private final ByteBuffer[] sealed;
  private final boolean arrays;
  private final Cipher cipher;
  private long counter;

  /** On arrays. */
  static JdkAes onArrays(int bytes) {
    return new JdkAes(bytes, ByteBuffer::allocate);
  }

  /** On direct buffers. */
  static JdkAes onDirectBuffers(int bytes) {
    return new JdkAes(bytes, ByteBuffer::allocateDirect);
  }

  private JdkAes(int bytes, IntFunction<ByteBuffer> memory) {
    int count = AesMessages.count(bytes);
    arrays = memory.apply(1).hasArray();
    nonces = new byte[count][AesMessages.NONCE_BYTES];
    plaintext = new ByteBuffer[count];
    sealed = new ByteBuffer[count];
    for (int i = 0; i < count; i++) {
      plaintext[i] = memory.apply(bytes);
      sealed[i] = memory.apply(bytes + TAG_BYTES);
    }
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("expected AES/GCM in the JDK", e);
    }
    renewNonces();
  }

  @Override
  public void renewNonces() {
    for (byte[] nonce : nonces) {
      ByteBuffer.wrap(nonce).putLong(Integer.BYTES, ++counter);
    }
  }

  @Override
  public void seal(int message) {
    run(Cipher.ENCRYPT_MODE, nonces[message], plaintext[message], sealed[message]);
  }

  @Override
  public void open(int message) {
    run(Cipher.DECRYPT_MODE, nonces[message], sealed[message], plaintext[message]);
  }

  private void run(int mode, byte[] nonce, ByteBuffer from, ByteBuffer to) {
    try {
      cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
      cipher.updateAAD(aad);
      if (arrays) {
        cipher.doFinal(from.array(), 0, from.capacity(), to.array(), 0);
      } else {
        cipher.doFinal(from.clear(), to.clear());
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("expected a genuine message", e);
    }
  }

  @Override
  public void close() {}
}
