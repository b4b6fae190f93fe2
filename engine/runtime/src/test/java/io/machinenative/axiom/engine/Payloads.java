package io.machinenative.axiom.engine;

import java.util.SplittableRandom;

/** Bytes that differ from place to place and from seed to seed. */
final class Payloads {
  private Payloads() {}

  static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }
}
