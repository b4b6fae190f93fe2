package io.machinenative.axiom.natives.aes;

import io.machinenative.axiom.natives.link.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Seals and opens by OpenSSL's libcrypto: one {@code EVP_CIPHER_CTX} for each direction, whose
 * cipher and key stay; a message sets the nonce. Allocates nothing.
 *
 * <p>libcrypto keeps its own copy of the key, which it wipes when the context is closed.
 */
final class LibcryptoSession implements GcmSession {
  /** Up to here an update returns at once: about 0.6 us with AES-NI. See decision 11. */
  static final int AT_ONCE_MAX_BYTES = 2048;

  /** {@code EVP_CIPHER_CTX_ctrl}: {@code EVP_CTRL_AEAD_GET_TAG} and {@code _SET_TAG}. */
  private static final int GET_TAG = 0x10;

  private static final int SET_TAG = 0x11;

  private static final int OPEN = 0;
  private static final int SEAL = 1;
  private static final int UNCHANGED = -1;

  /** Makes an update one of associated data. */
  private static final long NO_OUTPUT = 0;

  /** Lengths are C's int: longer messages are cut, at a multiple of the block. */
  private static final long UPDATE_MAX_BYTES = 1L << 30;

  private final LibcryptoFunctions functions;
  private final long updateMaxBytes;
  private final MemorySegment doneBytes = Arena.ofAuto().allocate(Integer.BYTES, Integer.BYTES);
  private final long doneAddress = doneBytes.address();
  private long sealer;
  private long opener;

  LibcryptoSession(LibcryptoFunctions functions) {
    this(functions, UPDATE_MAX_BYTES);
  }

  /**
   * @param updateMaxBytes most bytes for one call of the library; a multiple of 16
   */
  LibcryptoSession(LibcryptoFunctions functions, long updateMaxBytes) {
    this.functions = functions;
    this.updateMaxBytes = updateMaxBytes;
    sealer = Libcrypto.newContext(functions, SEAL);
    opener = Libcrypto.newContext(functions, OPEN);
  }

  @Override
  public void use(AesKey key) {
    Libcrypto.setKey(functions, sealer, key.raw(), SEAL);
    Libcrypto.setKey(functions, opener, key.raw(), OPEN);
  }

  @Override
  public void seal(
      GcmOperands at,
      MemorySegment nonce,
      MemorySegment aad,
      MemorySegment plaintext,
      MemorySegment sealed) {
    if (functions == Libcrypto.CHOSEN) {
      sealBy(Libcrypto.CHOSEN, at, nonce, aad, plaintext, sealed);
    } else {
      sealBy(functions, at, nonce, aad, plaintext, sealed);
    }
  }

  private void sealBy(
      LibcryptoFunctions by,
      GcmOperands at,
      MemorySegment nonce,
      MemorySegment aad,
      MemorySegment plaintext,
      MemorySegment sealed) {
    try {
      begin(by, sealer, at, nonce, aad);
      if (at.bytes() != 0) {
        update(
            by, sealer, at.sealedAddress(), at.plaintextAddress(), at.bytes(), plaintext, sealed);
      }
      Libcrypto.require(finish(by, sealer), "EVP_CipherFinal_ex");
      control(by, sealer, GET_TAG, at.tagAddress(), sealed);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    } finally {
      Reference.reachabilityFence(doneBytes);
    }
  }

  @Override
  public boolean open(
      GcmOperands at,
      MemorySegment nonce,
      MemorySegment aad,
      MemorySegment sealed,
      MemorySegment plaintext) {
    return functions == Libcrypto.CHOSEN
        ? openBy(Libcrypto.CHOSEN, at, nonce, aad, sealed, plaintext)
        : openBy(functions, at, nonce, aad, sealed, plaintext);
  }

  private boolean openBy(
      LibcryptoFunctions by,
      GcmOperands at,
      MemorySegment nonce,
      MemorySegment aad,
      MemorySegment sealed,
      MemorySegment plaintext) {
    try {
      begin(by, opener, at, nonce, aad);
      if (at.bytes() != 0) {
        update(
            by, opener, at.plaintextAddress(), at.sealedAddress(), at.bytes(), sealed, plaintext);
      }
      control(by, opener, SET_TAG, at.tagAddress(), sealed);
      return finish(by, opener) == 1; // compares in constant time: CRYPTO_memcmp
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    } finally {
      Reference.reachabilityFence(doneBytes);
    }
  }

  private void begin(
      LibcryptoFunctions by, long context, GcmOperands at, MemorySegment nonce, MemorySegment aad)
      throws Throwable {
    Libcrypto.require(
        (int) by.setNonce().invokeExact(context, 0L, 0L, 0L, at.nonceAddress(), UNCHANGED, nonce),
        "EVP_CipherInit_ex");
    if (at.aadBytes() != 0) {
      update(by, context, NO_OUTPUT, at.aadAddress(), at.aadBytes(), aad, MemorySegment.NULL);
    }
  }

  private void update(
      LibcryptoFunctions by,
      long context,
      long outAddress,
      long inAddress,
      long bytes,
      MemorySegment in,
      MemorySegment out)
      throws Throwable {
    if (bytes <= AT_ONCE_MAX_BYTES && bytes <= updateMaxBytes) {
      Libcrypto.require(
          (int)
              by.updateShort()
                  .invokeExact(context, outAddress, doneAddress, inAddress, (int) bytes, in, out),
          "EVP_CipherUpdate");
      return;
    }
    for (long done = 0; done < bytes; done += updateMaxBytes) {
      int part = (int) Math.min(updateMaxBytes, bytes - done);
      long to = outAddress == NO_OUTPUT ? NO_OUTPUT : outAddress + done;
      Libcrypto.require(
          (int) by.update().invokeExact(context, to, doneAddress, inAddress + done, part, in, out),
          "EVP_CipherUpdate");
    }
  }

  private int finish(LibcryptoFunctions by, long context) throws Throwable {
    // GCM has nothing left to write here; libcrypto wants a place nonetheless.
    return (int) by.finish().invokeExact(context, doneAddress, doneAddress);
  }

  private static void control(
      LibcryptoFunctions by, long context, int what, long tagAddress, MemorySegment sealed)
      throws Throwable {
    Libcrypto.require(
        (int) by.control().invokeExact(context, what, AesGcm.TAG_BYTES, tagAddress, sealed),
        "EVP_CIPHER_CTX_ctrl");
  }

  @Override
  public long messageMaxBytes() {
    return AesGcm.MESSAGE_MAX_BYTES;
  }

  @Override
  public void close() {
    Libcrypto.free(functions, sealer);
    Libcrypto.free(functions, opener);
    sealer = 0;
    opener = 0;
  }
}
