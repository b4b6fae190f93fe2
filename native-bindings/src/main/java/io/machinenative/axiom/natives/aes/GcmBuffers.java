package io.machinenative.axiom.natives.aes;

import java.lang.foreign.MemorySegment;

/** What a call's buffers must be, checked before a byte of them is touched. Stateless. */
final class GcmBuffers {
  private GcmBuffers() {}

  /**
   * Checks sizes, places, and that plaintext and sealed message are one or disjoint.
   *
   * @throws IllegalArgumentException naming what was expected
   */
  static void check(
      MemorySegment nonce,
      MemorySegment aad,
      MemorySegment plaintext,
      MemorySegment sealed,
      long messageMaxBytes) {
    long bytes = plaintext.byteSize();
    if (nonce.byteSize() != AesGcm.NONCE_BYTES) {
      throw wrongSize("a nonce of " + AesGcm.NONCE_BYTES, nonce.byteSize());
    }
    if (bytes > messageMaxBytes) {
      throw wrongSize("at most " + messageMaxBytes, bytes);
    }
    if (sealed.byteSize() != bytes + AesGcm.TAG_BYTES) {
      throw wrongSize("a sealed message of " + (bytes + AesGcm.TAG_BYTES), sealed.byteSize());
    }
    if (!(nonce.isNative() && aad.isNative() && plaintext.isNative() && sealed.isNative())) {
      throw new IllegalArgumentException("expected memory outside the heap, actual an array");
    }
    long from = plaintext.address();
    long to = sealed.address();
    if (from != to && overlap(from, bytes, to, bytes + AesGcm.TAG_BYTES)) {
      throw new IllegalArgumentException(
          "expected input and output at one address, or disjoint; actual "
              + (to - from)
              + " apart");
    }
  }

  /**
   * Checks that what is written is neither protected nor read.
   *
   * @throws IllegalArgumentException naming what was expected
   */
  static void checkOutput(MemorySegment output, MemorySegment nonce, MemorySegment aad) {
    if (output.isReadOnly()) {
      throw new IllegalArgumentException("expected an output to write to, actual a read-only one");
    }
    long at = output.address();
    long bytes = output.byteSize();
    if (overlap(at, bytes, nonce.address(), nonce.byteSize())
        || overlap(at, bytes, aad.address(), aad.byteSize())) {
      throw new IllegalArgumentException(
          "expected an output apart from nonce and associated data, actual an overlap");
    }
  }

  private static boolean overlap(long a, long aBytes, long b, long bBytes) {
    return a < b + bBytes && b < a + aBytes && aBytes != 0 && bBytes != 0;
  }

  private static IllegalArgumentException wrongSize(String expected, long actual) {
    return new IllegalArgumentException("expected " + expected + " bytes, actual " + actual);
  }
}
