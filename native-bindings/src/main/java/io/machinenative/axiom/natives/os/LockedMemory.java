package io.machinenative.axiom.natives.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory for secrets: off-heap, on pages of its own, never swapped out and left out of core dumps
 * where the system allows, and overwritten with zeros when closed.
 *
 * <p>Owned by whoever opens it; may be used by any thread until then. What the system refuses is a
 * value ({@link #isLocked}), not an error: the secret is then as safe as any other memory.
 */
public final class LockedMemory implements AutoCloseable {
  private static final int PAGE_BYTES = 4096;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment pages;
  private final MemorySegment segment;
  private final int errno;

  /**
   * Takes memory, all zeros.
   *
   * @param byteSize at least 1; whole pages of 4 KiB are taken
   */
  public LockedMemory(long byteSize) {
    if (byteSize < 1) {
      throw new IllegalArgumentException("expected at least 1 byte, actual " + byteSize);
    }
    long pageBytes = (byteSize + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    pages = arena.allocate(pageBytes, PAGE_BYTES);
    segment = pages.asSlice(0, byteSize);
    errno = Libc.lock(pages);
    Libc.leaveOutOfDumps(pages);
  }

  /** Gone when this is closed. */
  public MemorySegment segment() {
    return segment;
  }

  /** Whether the pages stay in memory. */
  public boolean isLocked() {
    return errno == 0;
  }

  /** Why they are not locked, for people; empty when they are. */
  public String refusal() {
    if (isLocked()) {
      return "";
    }
    return errno == Libc.ENOSYS ? "this system has no mlock" : "mlock: errno " + errno;
  }

  /** Wipes it, and gives it back. A second call does nothing. */
  @Override
  public void close() {
    if (!arena.scope().isAlive()) {
      return;
    }
    pages.fill((byte) 0);
    if (isLocked()) {
      Libc.unlock(pages);
    }
    arena.close();
  }
}
