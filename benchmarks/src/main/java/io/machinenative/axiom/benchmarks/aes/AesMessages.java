package io.machinenative.axiom.benchmarks.aes;

/** What all subjects share. */
public final class AesMessages {
  /** So that buffers stay in the second cache. */
  private static final int TOTAL_BYTES = 256 << 10;

  private static final int COUNT_MAX = 512;

  static final int AAD_BYTES = 16;
  static final int NONCE_BYTES = 12;

  private AesMessages() {}

  /** How many messages of that length a subject holds; a power of two. */
  public static int count(int messageBytes) {
    int count = Math.clamp(TOTAL_BYTES / messageBytes, 1, COUNT_MAX);
    return Integer.highestOneBit(count);
  }

  /** The key of everybody. */
  static byte[] key() {
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (31 * i);
    }
    return key;
  }
}
