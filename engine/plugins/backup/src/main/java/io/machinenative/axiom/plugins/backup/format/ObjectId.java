package io.machinenative.axiom.plugins.backup.format;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The name of a file in the repository: 16 random bytes, written as 32 hexadecimal digits.
 *
 * @param high the first 8 bytes, big-endian
 * @param low the last 8 bytes, big-endian
 */
public record ObjectId(long high, long low) implements Comparable<ObjectId> {
  public static final int BYTES = 16;
  public static final int DIGITS = 2 * BYTES;

  private static final int SHORT_DIGITS = 8;

  public static ObjectId random(SecureRandom random) {
    return new ObjectId(random.nextLong(), random.nextLong());
  }

  public static ObjectId of(ByteSource source) throws DamagedException {
    return new ObjectId(Long.reverseBytes(source.u64()), Long.reverseBytes(source.u64()));
  }

  /**
   * Reads a file's name.
   *
   * @throws IllegalArgumentException when it is not 32 hexadecimal digits in lower case
   */
  public static ObjectId parse(String digits) {
    if (digits.length() != DIGITS || !digits.chars().allMatch(ObjectId::isDigit)) {
      throw new IllegalArgumentException(
          "expected " + DIGITS + " hexadecimal digits in lower case, actual '" + digits + "'");
    }
    return new ObjectId(
        HexFormat.fromHexDigitsToLong(digits, 0, BYTES),
        HexFormat.fromHexDigitsToLong(digits, BYTES, DIGITS));
  }

  private static boolean isDigit(int character) {
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
  }

  public void write(ByteSink sink) {
    sink.u64(Long.reverseBytes(high)).u64(Long.reverseBytes(low));
  }

  /** The first digits, for people. */
  public String shortName() {
    return toString().substring(0, SHORT_DIGITS);
  }

  @Override
  public int compareTo(ObjectId other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }
}
