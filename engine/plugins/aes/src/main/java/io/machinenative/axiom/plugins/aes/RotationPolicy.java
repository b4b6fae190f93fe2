package io.machinenative.axiom.plugins.aes;

/**
 * When a ring goes over to a new key.
 *
 * @param ageMs since the key's first use; a key that seals nothing does not age
 * @param bytes that a key may seal
 * @param messages that a key may seal
 * @param keysMax that a ring may have, without those destroyed
 */
public record RotationPolicy(long ageMs, long bytes, long messages, int keysMax) {
  /** A day, a tebibyte, 2^32 messages; 100 keys. */
  public static final RotationPolicy DEFAULTS =
      new RotationPolicy(24L * 3600 * 1000, 1L << 40, 1L << 32, 100);

  /** Steps in which use is written down ahead of time: a 64th of what is allowed. */
  private static final int STEPS = 64;

  private static final long BYTES_STEP_MAX = 1L << 30;
  private static final long MESSAGES_STEP_MAX = 1 << 10;

  public RotationPolicy {
    if (ageMs < 1 || bytes < 1 || messages < 1 || keysMax < 2) {
      throw new IllegalArgumentException(
          "expected an age, bytes and messages of at least 1 and room for 2 keys, actual "
              + ageMs
              + " ms, "
              + bytes
              + ", "
              + messages
              + ", "
              + keysMax);
    }
  }

  /** Why a key has sealed enough; null when it has not. */
  String reasonToRotate(long firstUsedMs, long usedMessages, long usedBytes, long nowMs) {
    if (firstUsedMs != 0 && nowMs - firstUsedMs >= ageMs) {
      return "age";
    }
    if (usedMessages >= messages) {
      return "messages";
    }
    return usedBytes >= bytes ? "bytes" : null;
  }

  long messagesStep() {
    return Math.clamp(messages / STEPS, 1, MESSAGES_STEP_MAX);
  }

  long bytesStep() {
    return Math.clamp(bytes / STEPS, 1, BYTES_STEP_MAX);
  }
}
