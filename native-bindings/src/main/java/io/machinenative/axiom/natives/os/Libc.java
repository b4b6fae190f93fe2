package io.machinenative.axiom.natives.os;

import io.machinenative.axiom.natives.link.Availability;
import io.machinenative.axiom.natives.link.Candidate;
import io.machinenative.axiom.natives.link.Errno;
import io.machinenative.axiom.natives.link.Library;
import io.machinenative.axiom.natives.link.Linked;
import io.machinenative.axiom.natives.link.NativeCall;
import io.machinenative.axiom.natives.link.Platform;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The C library, linked once. Its calls return {@code errno}, 0 for success; {@link #ENOSYS} also
 * where the function is not there. Any thread; each call allocates, for none is on a hot path.
 */
public final class Libc {
  static final int ENOSYS = 38;

  /** {@code MADV_DONTNEED} of Linux ({@code asm-generic/mman-common.h}). */
  private static final int MADV_DONTNEED = 4;

  /** {@code MADV_DONTDUMP} of Linux ({@code asm-generic/mman-common.h}). */
  private static final int MADV_DONTDUMP = 16;

  private static final Linked<LibcFunctions> LINKED = link(LibcFunctions.class);
  private static final LibcFunctions FUNCTIONS = LINKED.functions();

  private Libc() {}

  public static Availability availability() {
    return LINKED.availability();
  }

  /** Keeps pages in memory: {@code mlock(2)}. */
  static int lock(MemorySegment pages) {
    if (FUNCTIONS == null || FUNCTIONS.mlock() == null) {
      return ENOSYS;
    }
    try (Arena call = Arena.ofConfined()) {
      MemorySegment state = Errno.newState(call);
      int result = (int) FUNCTIONS.mlock().invokeExact(state, pages, pages.byteSize());
      return result == 0 ? 0 : Errno.of(state);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** The opposite of {@link #lock}: {@code munlock(2)}. */
  static int unlock(MemorySegment pages) {
    if (FUNCTIONS == null || FUNCTIONS.munlock() == null) {
      return ENOSYS;
    }
    try (Arena call = Arena.ofConfined()) {
      MemorySegment state = Errno.newState(call);
      int result = (int) FUNCTIONS.munlock().invokeExact(state, pages, pages.byteSize());
      return result == 0 ? 0 : Errno.of(state);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** Leaves pages out of core dumps: {@code madvise(2)}, Linux only. */
  static int leaveOutOfDumps(MemorySegment pages) {
    return advise(pages, MADV_DONTDUMP);
  }

  /** Drops what private pages hold; they read as zeros then: {@code madvise(2)}, Linux only. */
  static int drop(MemorySegment pages) {
    return advise(pages, MADV_DONTNEED);
  }

  private static int advise(MemorySegment pages, int advice) {
    if (FUNCTIONS == null || FUNCTIONS.madvise() == null || !Platform.current().isLinux()) {
      return ENOSYS;
    }
    try (Arena call = Arena.ofConfined()) {
      MemorySegment state = Errno.newState(call);
      int result = (int) FUNCTIONS.madvise().invokeExact(state, pages, pages.byteSize(), advice);
      return result == 0 ? 0 : Errno.of(state);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** Says on which CPUs the calling thread may run: {@code sched_setaffinity(2)}, Linux only. */
  static int setAffinity(MemorySegment mask) {
    if (FUNCTIONS == null || FUNCTIONS.schedSetaffinity() == null) {
      return ENOSYS;
    }
    try (Arena call = Arena.ofConfined()) {
      MemorySegment state = Errno.newState(call);
      int result = (int) FUNCTIONS.schedSetaffinity().invokeExact(state, 0, mask.byteSize(), mask);
      return result == 0 ? 0 : Errno.of(state);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** Asks on which CPUs the calling thread may run: {@code sched_getaffinity(2)}, Linux only. */
  static int affinity(MemorySegment mask) {
    if (FUNCTIONS == null || FUNCTIONS.schedGetaffinity() == null) {
      return ENOSYS;
    }
    try (Arena call = Arena.ofConfined()) {
      MemorySegment state = Errno.newState(call);
      int result = (int) FUNCTIONS.schedGetaffinity().invokeExact(state, 0, mask.byteSize(), mask);
      return result >= 0 ? 0 : Errno.of(state);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** Some functions of the library; those that it lacks are null if they are optional. */
  static <R extends Record> Linked<R> link(Class<R> functions) {
    Platform platform = Platform.current();
    List<Candidate> candidates =
        platform.isLinux()
            ? List.of(
                Candidate.system("libc.so.6"),
                Candidate.system("libc.musl-x86_64.so.1"),
                Candidate.system("libc.musl-aarch64.so.1"))
            : platform.isMacos() ? List.of(Candidate.system("libSystem.B.dylib")) : List.of();
    return new Library<R>("libc", candidates, linked -> "").link(functions);
  }
}
