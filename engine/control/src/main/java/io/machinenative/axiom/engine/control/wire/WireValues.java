package io.machinenative.axiom.engine.control.wire;

import java.util.Arrays;
import java.util.Optional;

/** Numbers of the wire as the registry's constants, which have the same order. Stateless. */
final class WireValues {
  private WireValues() {}

  /**
   * @param none the number that stands for no value
   * @throws IllegalArgumentException for a number that this version does not know
   */
  static <E> Optional<E> optional(E[] constants, int raw, int none, String what) {
    return raw == none ? Optional.empty() : Optional.of(constant(constants, raw, what));
  }

  static <E> E constant(E[] constants, int raw, String what) {
    if (raw >= constants.length) {
      throw new IllegalArgumentException(
          "expected a " + what + " below " + constants.length + ", got " + raw);
    }
    return constants[raw];
  }

  /** Those whose bits are set. */
  static <E> E[] chosen(E[] constants, int bits, String what) {
    if (bits >> constants.length != 0) {
      throw new IllegalArgumentException(
          "expected the bits of "
              + constants.length
              + " "
              + what
              + ", got 0x"
              + Integer.toHexString(bits));
    }
    E[] chosen = Arrays.copyOf(constants, Integer.bitCount(bits));
    int count = 0;
    for (int i = 0; i < constants.length; i++) {
      if ((bits >> i & 1) != 0) {
        chosen[count++] = constants[i];
      }
    }
    return chosen;
  }
}
