package io.machinenative.axiom.natives.aes;

import java.lang.foreign.MemorySegment;

/**
 * Where the buffers of one message are: a flyweight of addresses, so that a part of a segment costs
 * no object. Whoever uses the addresses keeps the segments alive meanwhile. Owned by a {@link
 * GcmContext}, and set anew for each message.
 */
final class GcmOperands {
  private long nonceAddress;
  private long aadAddress;
  private long aadBytes;
  private long plaintextAddress;
  private long sealedAddress;
  private long bytes;

  /** The 12 bytes of nonce in a segment. */
  void nonce(MemorySegment memory, long at) {
    nonceAddress = address(memory, at, AesGcm.NONCE_BYTES);
  }

  /** The associated data in a segment. */
  void aad(MemorySegment memory, long at, long byteCount) {
    aadAddress = address(memory, at, byteCount);
    aadBytes = byteCount;
  }

  /** The plaintext in a segment; before {@link #sealed}. */
  void plaintext(MemorySegment memory, long at, long byteCount) {
    plaintextAddress = address(memory, at, byteCount);
    bytes = byteCount;
  }

  /** The ciphertext in a segment, as long as the plaintext, with the tag behind it. */
  void sealed(MemorySegment memory, long at) {
    sealedAddress = address(memory, at, bytes + AesGcm.TAG_BYTES);
  }

  private static long address(MemorySegment memory, long at, long byteCount) {
    assert at >= 0 && byteCount >= 0 && at <= memory.byteSize() - byteCount
        : at + " and " + byteCount + " bytes of " + memory.byteSize();
    if (!memory.isNative()) {
      throw new IllegalArgumentException("expected memory outside the heap, actual an array");
    }
    return memory.address() + at;
  }

  /**
   * Checks the message's length, and that plaintext and sealed message are one or disjoint.
   *
   * @throws IllegalArgumentException naming what was expected
   */
  void check(long messageMaxBytes) {
    if (bytes > messageMaxBytes) {
      throw new IllegalArgumentException(
          "expected at most " + messageMaxBytes + " bytes, actual " + bytes);
    }
    long apart = sealedAddress - plaintextAddress;
    if (apart != 0 && overlap(plaintextAddress, bytes, sealedAddress, sealedBytes())) {
      throw new IllegalArgumentException(
          "expected input and output at one address, or disjoint; actual " + apart + " apart");
    }
  }

  /**
   * Checks that nonce and associated data are not written over.
   *
   * @throws IllegalArgumentException naming what was expected
   */
  void checkOutput(long address, long byteCount) {
    if (overlap(address, byteCount, nonceAddress, AesGcm.NONCE_BYTES)
        || overlap(address, byteCount, aadAddress, aadBytes)) {
      throw new IllegalArgumentException(
          "expected an output apart from nonce and associated data, actual an overlap");
    }
  }

  private static boolean overlap(long a, long aBytes, long b, long bBytes) {
    return a < b + bBytes && b < a + aBytes && aBytes != 0 && bBytes != 0;
  }

  long nonceAddress() {
    return nonceAddress;
  }

  long aadAddress() {
    return aadAddress;
  }

  long aadBytes() {
    return aadBytes;
  }

  long plaintextAddress() {
    return plaintextAddress;
  }

  /** Of the ciphertext. */
  long sealedAddress() {
    return sealedAddress;
  }

  long tagAddress() {
    return sealedAddress + bytes;
  }

  /** Of plaintext, and of ciphertext. */
  long bytes() {
    return bytes;
  }

  /** Of ciphertext and tag. */
  long sealedBytes() {
    return bytes + AesGcm.TAG_BYTES;
  }
}
