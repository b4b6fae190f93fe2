package io.machinenative.axiom.natives.os;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Memory that was taken for the worst case and is seldom used in full. The JDK writes zeros into
 * what it allocates off the heap, so all of it is resident from then on; the system would find the
 * zeros itself, page by page, when they are needed. Stateless, any thread.
 */
public final class FreshMemory {
  private static final long PAGE_BYTES = 4096;

  private FreshMemory() {}

  /**
   * Lets the pages of a buffer be resident only once they are touched. What it holds is lost: it
   * reads as zeros.
   *
   * @param buffer direct and not mapped from a file; nobody else uses it meanwhile
   * @return false where the system cannot, and nothing changed
   */
  public static boolean giveBack(ByteBuffer buffer) {
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException("expected a direct buffer, actual " + buffer);
    }
    MemorySegment all = MemorySegment.ofBuffer(buffer.duplicate().clear());
    long head = -all.address() & (PAGE_BYTES - 1);
    long bytes = (all.byteSize() - head) & -PAGE_BYTES;
    return all.byteSize() > head && bytes > 0 && Libc.drop(all.asSlice(head, bytes)) == 0;
  }
}
