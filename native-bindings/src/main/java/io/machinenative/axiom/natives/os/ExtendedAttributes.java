package io.machinenative.axiom.natives.os;

import io.machinenative.axiom.natives.link.Errno;
import io.machinenative.axiom.natives.link.NativeCall;
import io.machinenative.axiom.natives.link.Platform;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Extended attributes of files on Linux: {@code user.*}, and with them what the system keeps there,
 * such as access control lists ({@code system.posix_acl_access}) and capabilities. Paths and names
 * are bytes, without the zero that ends them in C. Links are not followed.
 *
 * <p>One thread's: the one that made it. Owns 133 KiB off the heap.
 */
public final class ExtendedAttributes implements AutoCloseable {
  private static final ExtendedFunctions FUNCTIONS =
      Platform.current().isLinux() ? Libc.link(ExtendedFunctions.class).functions() : null;

  /** {@code PATH_MAX}, {@code XATTR_NAME_MAX} and a zero, {@code XATTR_SIZE_MAX}. */
  private static final int PATH_MAX_BYTES = 4096;

  private static final int NAME_MAX_BYTES = 256;
  private static final int VALUE_MAX_BYTES = 64 << 10;

  private static final int ENODATA = 61;
  private static final int ENOTSUP = 95;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = Errno.newState(arena);
  private final MemorySegment path = arena.allocate(PATH_MAX_BYTES);
  private final MemorySegment name = arena.allocate(NAME_MAX_BYTES);
  private final MemorySegment names = arena.allocate(VALUE_MAX_BYTES);
  private final MemorySegment value = arena.allocate(VALUE_MAX_BYTES);

  /** Whether the system has them; else no file has any, and none can be set. */
  public static boolean isAvailable() {
    return FUNCTIONS != null
        && FUNCTIONS.list() != null
        && FUNCTIONS.value() != null
        && FUNCTIONS.set() != null
        && FUNCTIONS.remove() != null;
  }

  /** The names of a file's; none on a file system that has no such thing. */
  public List<byte[]> names(byte[] file) throws IOException {
    if (!isAvailable()) {
      return List.of();
    }
    put(file, path);
    long bytes;
    try {
      bytes = (long) FUNCTIONS.list().invokeExact(state, path, names, (long) VALUE_MAX_BYTES);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
    if (bytes < 0 && Errno.of(state) != ENOTSUP) {
      throw failure("llistxattr");
    }
    return bytes <= 0 ? List.of() : split(names.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE));
  }

  private static List<byte[]> split(byte[] zeroEnded) {
    List<byte[]> all = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < zeroEnded.length; at++) {
      if (zeroEnded[at] == 0) {
        all.add(Arrays.copyOfRange(zeroEnded, from, at));
        from = at + 1;
      }
    }
    return all;
  }

  /** What a file's of a name is; null when it has gone. */
  public byte[] value(byte[] file, byte[] attribute) throws IOException {
    requireAvailable();
    put(file, path);
    put(attribute, name);
    long bytes;
    try {
      bytes =
          (long) FUNCTIONS.value().invokeExact(state, path, name, value, (long) VALUE_MAX_BYTES);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
    if (bytes < 0) {
      if (Errno.of(state) == ENODATA) {
        return null;
      }
      throw failure("lgetxattr");
    }
    return value.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Gives a file one, or another value. */
  public void set(byte[] file, byte[] attribute, byte[] content) throws IOException {
    requireAvailable();
    if (content.length > VALUE_MAX_BYTES) {
      throw new IOException("expected a value of at most 65536 bytes, actual " + content.length);
    }
    put(file, path);
    put(attribute, name);
    MemorySegment.copy(content, 0, value, ValueLayout.JAVA_BYTE, 0, content.length);
    int result;
    try {
      result =
          (int) FUNCTIONS.set().invokeExact(state, path, name, value, (long) content.length, 0);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
    if (result != 0) {
      throw failure("lsetxattr");
    }
  }

  /** Takes one from a file, which need not have it. */
  public void remove(byte[] file, byte[] attribute) throws IOException {
    requireAvailable();
    put(file, path);
    put(attribute, name);
    int result;
    try {
      result = (int) FUNCTIONS.remove().invokeExact(state, path, name);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
    if (result != 0 && Errno.of(state) != ENODATA && Errno.of(state) != ENOTSUP) {
      throw failure("lremovexattr");
    }
  }

  private static void requireAvailable() throws IOException {
    if (!isAvailable()) {
      throw new IOException("this system has no extended attributes that are known here");
    }
  }

  private static void put(byte[] text, MemorySegment where) throws IOException {
    if (text.length >= where.byteSize()) {
      throw new IOException(
          "expected a path or a name of less than %d bytes, actual %d"
              .formatted(where.byteSize(), text.length));
    }
    MemorySegment.copy(text, 0, where, ValueLayout.JAVA_BYTE, 0, text.length);
    where.set(ValueLayout.JAVA_BYTE, text.length, (byte) 0);
  }

  /** In the words of {@code errno(3)}. */
  private IOException failure(String call) {
    int errno = Errno.of(state);
    String why =
        switch (errno) {
          case 1 -> "not permitted";
          case 2 -> "no such file";
          case 7, 34 -> "longer than the system takes";
          case 13 -> "permission denied";
          case 28, 122 -> "no space left";
          case 30 -> "the file system is read-only";
          case ENOTSUP -> "the file system has no such thing";
          default -> "refused";
        };
    return new IOException(why + " (" + call + ", errno " + errno + ")");
  }

  @Override
  public void close() {
    arena.close();
  }
}
