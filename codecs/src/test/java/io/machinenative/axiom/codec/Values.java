package io.machinenative.axiom.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random values for the fields of a message, remembered in the order in which they were drawn. The
 * same seed draws the same values. Not thread-safe.
 */
final class Values {
  private final SplittableRandom random;
  private final List<Object> drawn = new ArrayList<>();

  Values(long seed) {
    random = new SplittableRandom(seed);
  }

  /** All values so far, as a reader gives them back: numbers boxed, bytes in hex. */
  List<Object> drawn() {
    return drawn;
  }

  boolean bit() {
    return draw(random.nextBoolean());
  }

  short uint8() {
    return draw((short) random.nextInt(0x100));
  }

  int uint16() {
    return draw(random.nextInt(0x1_0000));
  }

  long uint32() {
    return draw(random.nextLong(0x1_0000_0000L));
  }

  int int32() {
    return draw(random.nextInt());
  }

  long int64() {
    return draw(random.nextLong());
  }

  double float64() {
    return draw(random.nextInt(8) == 0 ? Double.NaN : random.nextDouble(-1e9, 1e9));
  }

  /** A constant of an enum of the schema that may travel. */
  <E extends Enum<E>> E oneOf(E[] constants) {
    E[] valid =
        Arrays.stream(constants)
            .filter(constant -> !constant.name().equals("NULL_VAL"))
            .filter(constant -> !constant.name().equals("SBE_UNKNOWN"))
            .toArray(length -> Arrays.copyOf(constants, length));
    return draw(valid[random.nextInt(valid.length)]);
  }

  /** Text of up to 60 characters of one to four bytes each, often empty. */
  String text() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(4) == 0 ? 0 : random.nextInt(61);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(codePoint());
    }
    return draw(text.toString());
  }

  private int codePoint() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(1, 0x80);
      case 1 -> random.nextInt(0x80, 0x800);
      case 2 -> random.nextInt(0x800, 0xD800);
      default -> random.nextInt(0x1_0000, 0x11_0000);
    };
  }

  /** Text as its bytes, for the accessors that take arrays. */
  byte[] textBytes() {
    return text().getBytes(UTF_8);
  }

  byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(200)];
    random.nextBytes(bytes);
    draw(HexFormat.of().formatHex(bytes));
    return bytes;
  }

  /** A number of group entries, 0 to 5. */
  int count() {
    return draw(random.nextInt(6));
  }

  private <T> T draw(T value) {
    drawn.add(value);
    return value;
  }
}
