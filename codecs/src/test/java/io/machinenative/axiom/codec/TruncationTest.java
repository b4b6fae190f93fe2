package io.machinenative.axiom.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A message cut at any byte is noticed, and nothing outside is read: the bytes around the cut
 * message lie in the same array, so a read that went there would find them instead of failing.
 */
final class TruncationTest {
  private static final long SEED = Long.getLong("axiom.seed", 2026);
  private static final int ROUNDS = 20;
  private static final int GUARD_BYTES = 512;

  @ParameterizedTest
  @MethodSource("io.machinenative.axiom.codec.MessageSample#all")
  void cutAtEveryByteIsNoticed(MessageSample sample) {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = SEED + round;
      byte[] whole = new byte[16 * 1024];
      int length = sample.write(new Values(seed), new UnsafeBuffer(whole), 0);
      byte[] message = Arrays.copyOf(whole, length);
      for (int cut = 0; cut < length; cut++) {
        UnsafeBuffer guarded = guarded(message, cut);
        assertThrows(
            IndexOutOfBoundsException.class,
            () -> sample.read(guarded, 0),
            sample + " cut to " + cut + " of " + length + " bytes, -Daxiom.seed=" + seed);
      }
      Values expected = new Values(seed);
      sample.write(expected, new UnsafeBuffer(whole), 0);
      assertEquals(expected.drawn(), sample.read(guarded(message, length), 0));
    }
  }

  @ParameterizedTest
  @MethodSource("io.machinenative.axiom.codec.MessageSample#all")
  void anyByteMayLieAndNothingOutsideIsRead(MessageSample sample) {
    byte[] whole = new byte[16 * 1024];
    int length = sample.write(new Values(SEED), new UnsafeBuffer(whole), 0);
    for (int index = 0; index < length; index++) {
      byte[] message = Arrays.copyOf(whole, length);
      message[index] = (byte) 0xFF;
      assertEquals(
          outcome(sample, message, (byte) 0x00),
          outcome(sample, message, (byte) 0xFF),
          sample + " with byte " + index + " of " + length + " set to 0xFF, seed " + SEED);
    }
  }

  /** The first {@code length} bytes of a message, between guard bytes. */
  private static UnsafeBuffer guarded(byte[] message, int length) {
    byte[] bytes = new byte[GUARD_BYTES + length + GUARD_BYTES];
    Arrays.fill(bytes, (byte) 0x01);
    System.arraycopy(message, 0, bytes, GUARD_BYTES, length);
    return new UnsafeBuffer(bytes, GUARD_BYTES, length);
  }

  private static List<Object> outcome(MessageSample sample, byte[] message, byte guard) {
    byte[] bytes = new byte[GUARD_BYTES + message.length + GUARD_BYTES];
    Arrays.fill(bytes, guard);
    System.arraycopy(message, 0, bytes, GUARD_BYTES, message.length);
    try {
      return sample.read(new UnsafeBuffer(bytes, GUARD_BYTES, message.length), 0);
    } catch (IndexOutOfBoundsException | IllegalArgumentException | NegativeArraySizeException e) {
      return List.of(e.getClass());
    } catch (IllegalStateException e) {
      return List.of("another template or version: " + e.getClass());
    }
  }
}
