package io.machinenative.axiom.natives.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/**
 * On which CPUs the calling platform thread may run. Linux only: {@code sched_setaffinity(2)} with
 * a mask of 1024 CPUs, as glibc's {@code cpu_set_t} has them.
 *
 * <p>A virtual thread must not ask: it would speak for whatever thread carries it.
 */
public final class ThreadAffinity {
  private static final int MASK_BYTES = 1024 / 8;

  private ThreadAffinity() {}

  /**
   * Where it may run now.
   *
   * @throws UnsupportedOperationException where the system cannot say
   */
  public static BitSet allowed() {
    requirePlatformThread();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
      require(Libc.affinity(mask), "sched_getaffinity");
      return BitSet.valueOf(mask.toArray(ValueLayout.JAVA_BYTE));
    }
  }

  /**
   * Keeps the calling thread on some CPUs.
   *
   * @param cpus as {@code /proc/cpuinfo} numbers them; at least one, none above 1023
   * @throws UnsupportedOperationException where the system cannot
   * @throws IllegalArgumentException when none of them is there for this process
   */
  public static void pin(BitSet cpus) {
    requirePlatformThread();
    if (cpus.isEmpty() || cpus.length() > MASK_BYTES * Byte.SIZE) {
      throw new IllegalArgumentException("expected CPUs 0 to 1023, actual " + cpus);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
      byte[] bits = cpus.toByteArray();
      MemorySegment.copy(bits, 0, mask, ValueLayout.JAVA_BYTE, 0, bits.length);
      int errno = Libc.setAffinity(mask);
      if (errno == EINVAL) {
        throw new IllegalArgumentException("expected CPUs of " + allowed() + ", actual " + cpus);
      }
      require(errno, "sched_setaffinity");
    }
  }

  private static final int EINVAL = 22;

  private static void require(int errno, String call) {
    if (errno != 0) {
      throw new UnsupportedOperationException(call + ": errno " + errno);
    }
  }

  private static void requirePlatformThread() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("expected a platform thread, actual a virtual one");
    }
  }
}
