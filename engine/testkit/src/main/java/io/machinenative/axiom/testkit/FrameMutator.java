package io.machinenative.axiom.testkit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.machinenative.axiom.codec.WireLimits;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes a message a little wrong, where it hurts: in its lengths, its header, its block, its end.
 * Owned by the fuzzer's thread. Allocates nothing.
 */
final class FrameMutator {
  private static final int MOST_MUTATIONS = 3;
  private static final int[] TEMPLATES = {
    0, 1, 2, 3, 4, 5, 6, 7, 20, 21, 22, 23, 24, 25, 40, 41, 42, 43, 44, 100, 101, 102, 103, 104,
    105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 65_535
  };
  private static final long[] LENGTHS = {
    0,
    1,
    7,
    8,
    255,
    256,
    512,
    513,
    65_534,
    65_535,
    65_536,
    0x7FFF_FFFFL,
    0x8000_0000L,
    0xFFFF_FFF0L,
    0xFFFF_FFFEL,
    0xFFFF_FFFFL
  };

  private final SplittableRandom random;

  FrameMutator(SplittableRandom random) {
    this.random = random;
  }

  /**
   * @param other another message, of which a part may be spliced in
   */
  void mutate(FuzzMessage message, FuzzMessage other) {
    int count = 1 + random.nextInt(MOST_MUTATIONS);
    for (int i = 0; i < count; i++) {
      mutateOnce(message, other);
    }
  }

  private void mutateOnce(FuzzMessage message, FuzzMessage other) {
    switch (random.nextInt(8)) {
      case 0 -> flipBits(message);
      case 1, 2 -> lieAboutALength(message);
      case 3 -> lieInTheHeader(message);
      case 4 -> message.length(random.nextInt(message.length() + 1));
      case 5 -> grow(message);
      case 6 -> splice(message, other);
      default -> fillBlock(message);
    }
  }

  private void flipBits(FuzzMessage message) {
    if (message.length() == 0) {
      return;
    }
    // Most of a message is payload, where a flip says nothing: aim at its beginning.
    int reach = Math.min(message.length(), 120);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(reach);
      byte flipped = (byte) (message.buffer().getByte(at) ^ (1 << random.nextInt(8)));
      message.buffer().putByte(at, flipped);
    }
  }

  private void lieAboutALength(FuzzMessage message) {
    if (message.lengthCount() == 0) {
      lieInTheHeader(message);
      return;
    }
    int index = random.nextInt(message.lengthCount());
    int at = message.lengthOffset(index);
    UnsafeBuffer buffer = message.buffer();
    boolean isShort = message.lengthWidth(index) == Short.BYTES;
    long length =
        isShort ? buffer.getShort(at, LITTLE_ENDIAN) & 0xFFFF : buffer.getInt(at, LITTLE_ENDIAN);
    long lie =
        random.nextBoolean()
            ? length + random.nextInt(9) - 4
            : LENGTHS[random.nextInt(LENGTHS.length)];
    if (isShort) {
      buffer.putShort(at, (short) lie, LITTLE_ENDIAN);
    } else {
      buffer.putInt(at, (int) lie, LITTLE_ENDIAN);
    }
  }

  private void lieInTheHeader(FuzzMessage message) {
    UnsafeBuffer buffer = message.buffer();
    int blockLength = buffer.getShort(0, LITTLE_ENDIAN) & 0xFFFF;
    switch (random.nextInt(8)) {
      case 0, 1 ->
          buffer.putShort(0, (short) (blockLength + random.nextInt(17) - 8), LITTLE_ENDIAN);
      case 2 -> buffer.putShort(0, (short) LENGTHS[random.nextInt(LENGTHS.length)], LITTLE_ENDIAN);
      case 3, 4, 5 ->
          buffer.putShort(2, (short) TEMPLATES[random.nextInt(TEMPLATES.length)], LITTLE_ENDIAN);
      case 6 -> buffer.putShort(6, (short) random.nextInt(65_536), LITTLE_ENDIAN);
      default -> buffer.putShort(4, (short) random.nextInt(65_536), LITTLE_ENDIAN);
    }
    if (message.length() < WireLimits.HEADER_BYTES) {
      message.length(WireLimits.HEADER_BYTES);
    }
  }

  private void grow(FuzzMessage message) {
    int more = random.nextInt(40);
    int length = message.length();
    for (int i = 0; i < more && length + i < FuzzMessage.CAPACITY; i++) {
      message.buffer().putByte(length + i, (byte) random.nextInt());
    }
    message.length(length + more);
  }

  /** The first part of one, the last part of the other. */
  private void splice(FuzzMessage message, FuzzMessage other) {
    int from = random.nextInt(other.length() + 1);
    int at = random.nextInt(message.length() + 1);
    int bytes = Math.min(other.length() - from, FuzzMessage.CAPACITY - at);
    message.buffer().putBytes(at, other.buffer(), from, bytes);
    message.length(at + bytes);
  }

  private void fillBlock(FuzzMessage message) {
    int block = Math.min(100, message.length() - WireLimits.HEADER_BYTES);
    if (block <= 0) {
      return;
    }
    int at = WireLimits.HEADER_BYTES + random.nextInt(block);
    int bytes = Math.min(1 + random.nextInt(16), message.length() - at);
    byte value = (byte) (random.nextBoolean() ? 0 : random.nextBoolean() ? 0xFF : 0x80);
    message.buffer().setMemory(at, bytes, value);
  }
}
