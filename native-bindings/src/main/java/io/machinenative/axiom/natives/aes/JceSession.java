package io.machinenative.axiom.natives.aes;

import io.machinenative.axiom.natives.link.Availability;
import io.machinenative.axiom.natives.link.UnusableLibraryException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.util.Arrays;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens by the JDK's cipher. Messages of up to 1 MiB go through arrays of its own, where
 * the cipher is twice as fast as outside the heap; they are wiped after each. Allocates.
 *
 * <p>The key is copied to the heap, where it stays until the garbage collector has reused the
 * place: the JDK has no way to wipe it.
 *
 * <p>The JDK refuses to seal with key and nonce of the message before; the other engines leave that
 * to the caller.
 */
final class JceSession implements GcmSession {
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final int COPIED_MAX_BYTES = 1 << 20;
  private static final byte[] NOTHING = new byte[0];

  /** After all that the test needs. */
  static final Availability AVAILABILITY = test();

  private final Cipher cipher;
  private SecretKeySpec key;
  private byte[] in = NOTHING;
  private byte[] out = NOTHING;

  JceSession() {
    try {
      cipher = Cipher.getInstance(TRANSFORMATION);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("expected " + TRANSFORMATION + " in the JDK", e);
    }
  }

  private static Availability test() {
    try {
      KnownAnswers.check(JceSession::new);
      return new Availability(
          GcmEngine.JCE.label(),
          true,
          "JDK",
          Runtime.version().toString(),
          "part of the JDK, self-test passed",
          List.of());
    } catch (UnusableLibraryException e) {
      return Availability.none(GcmEngine.JCE.label(), e.getMessage(), List.of());
    }
  }

  @Override
  public void use(AesKey next) {
    byte[] copy = next.copy();
    key = new SecretKeySpec(copy, "AES");
    Arrays.fill(copy, (byte) 0);
  }

  @Override
  public void seal(
      GcmOperands at,
      MemorySegment nonce,
      MemorySegment aad,
      MemorySegment plaintext,
      MemorySegment sealed) {
    try {
      begin(Cipher.ENCRYPT_MODE, at, nonce, aad);
      run(
          slice(plaintext, at.plaintextAddress(), at.bytes()),
          slice(sealed, at.sealedAddress(), at.sealedBytes()));
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalArgumentException("expected a nonce that was not used just before", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("expected " + TRANSFORMATION + " to seal", e);
    }
  }

  @Override
  public boolean open(
      GcmOperands at,
      MemorySegment nonce,
      MemorySegment aad,
      MemorySegment sealed,
      MemorySegment plaintext) {
    try {
      begin(Cipher.DECRYPT_MODE, at, nonce, aad);
      run(
          slice(sealed, at.sealedAddress(), at.sealedBytes()),
          slice(plaintext, at.plaintextAddress(), at.bytes()));
      return true;
    } catch (AEADBadTagException forged) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("expected " + TRANSFORMATION + " to open", e);
    }
  }

  private static MemorySegment slice(MemorySegment of, long address, long bytes) {
    return of.asSlice(address - of.address(), bytes);
  }

  private void begin(int mode, GcmOperands at, MemorySegment nonce, MemorySegment aad)
      throws GeneralSecurityException {
    byte[] iv = slice(nonce, at.nonceAddress(), AesGcm.NONCE_BYTES).toArray(ValueLayout.JAVA_BYTE);
    cipher.init(mode, key, new GCMParameterSpec(AesGcm.TAG_BYTES * Byte.SIZE, iv));
    if (at.aadBytes() != 0) {
      cipher.updateAAD(slice(aad, at.aadAddress(), at.aadBytes()).asByteBuffer());
    }
  }

  private void run(MemorySegment from, MemorySegment to) throws GeneralSecurityException {
    if (from.byteSize() > COPIED_MAX_BYTES + AesGcm.TAG_BYTES) {
      ByteBuffer target = to.asByteBuffer();
      cipher.doFinal(from.asByteBuffer(), target);
      return;
    }
    int bytes = (int) from.byteSize();
    int done = (int) to.byteSize();
    grow(Math.max(bytes, done));
    MemorySegment.copy(from, ValueLayout.JAVA_BYTE, 0, in, 0, bytes);
    try {
      cipher.doFinal(in, 0, bytes, out, 0);
      MemorySegment.copy(out, 0, to, ValueLayout.JAVA_BYTE, 0, done);
    } finally {
      Arrays.fill(in, 0, bytes, (byte) 0);
      Arrays.fill(out, 0, done, (byte) 0);
    }
  }

  private void grow(int bytes) {
    if (in.length < bytes) {
      in = new byte[bytes];
      out = new byte[bytes];
    }
  }

  @Override
  public long messageMaxBytes() {
    return Integer.MAX_VALUE - AesGcm.TAG_BYTES;
  }

  @Override
  public void close() {
    key = null;
    in = NOTHING;
    out = NOTHING;
  }
}
