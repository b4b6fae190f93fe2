package io.machinenative.axiom.testkit.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Changes, cuts, doubles and splices bytes. The same randomness makes the same bytes. Used by one
 * thread.
 */
final class Mutation {
  private final SplittableRandom random;
  private final String[] others;

  /**
   * @param others of which pieces are put in
   */
  Mutation(SplittableRandom random, String[] others) {
    this.random = random;
    this.others = others;
  }

  byte[] of(byte[] original) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      int length = random.nextInt(Math.min(40, bytes.length - at) + 1);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) "{}[]\",:\\0-eu \r\n".charAt(random.nextInt(15));
        case 2 -> bytes = spliced(bytes, at, at + length, new byte[0]);
        case 3 -> bytes = spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
        default -> {
          byte[] other = others[random.nextInt(others.length)].getBytes(UTF_8);
          bytes = spliced(bytes, at, at, Arrays.copyOf(other, random.nextInt(other.length)));
        }
      }
      if (bytes.length == 0) {
        return original.clone();
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
    byte[] result = new byte[from + middle.length + bytes.length - to];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
    return result;
  }
}
