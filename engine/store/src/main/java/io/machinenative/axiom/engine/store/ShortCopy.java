package io.machinenative.axiom.engine.store;

import net.openhft.chronicle.core.Memory;
import net.openhft.chronicle.core.OS;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Copies of short stretches that are read at once. The JVM copies short memory with masked vector
 * stores, which the processor cannot forward to the loads that follow: each copy then costs the
 * drain of the store buffer, 100 ns and more behind a locked instruction. Word by word it does not.
 *
 * <p>Stateless; any thread; allocates nothing.
 */
final class ShortCopy {
  /** Beyond that the JVM's copy is faster, stalled or not. */
  private static final int SHORT_BYTES = 512;

  private static final Memory MEMORY = OS.memory();

  private ShortCopy() {}

  /**
   * @param target an address with room for that
   */
  static void copy(DirectBuffer source, int sourceOffset, long target, int length) {
    source.boundsCheck(sourceOffset, length);
    byte[] base = source.byteArray();
    long from = source.addressOffset() + sourceOffset;
    if (base == null) {
      copy(from, target, length);
      return;
    }
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      MEMORY.writeLong(target + at, MEMORY.readLong(base, from + at));
    }
    for (; at < length; at++) {
      MEMORY.writeByte(target + at, MEMORY.readByte(base, from + at));
    }
  }

  /**
   * @param source an address, of {@code length} bytes that are there
   */
  static void copy(long source, MutableDirectBuffer target, int targetOffset, int length) {
    target.boundsCheck(targetOffset, length);
    byte[] base = target.byteArray();
    long to = target.addressOffset() + targetOffset;
    if (base == null) {
      copy(source, to, length);
      return;
    }
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      MEMORY.writeLong(base, to + at, MEMORY.readLong(source + at));
    }
    for (; at < length; at++) {
      MEMORY.writeByte(base, to + at, MEMORY.readByte(source + at));
    }
  }

  /**
   * @param source an address, of {@code length} bytes that are there
   * @param target an address with as much room
   */
  static void copy(long source, long target, int length) {
    if (length > SHORT_BYTES) {
      MEMORY.copyMemory(source, target, length);
      return;
    }
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      MEMORY.writeLong(target + at, MEMORY.readLong(source + at));
    }
    for (; at < length; at++) {
      MEMORY.writeByte(target + at, MEMORY.readByte(source + at));
    }
  }
}
