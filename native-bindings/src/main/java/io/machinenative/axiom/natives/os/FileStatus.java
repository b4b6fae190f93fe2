package io.machinenative.axiom.natives.os;

import io.machinenative.axiom.natives.link.NativeCall;
import io.machinenative.axiom.natives.link.Platform;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Asks Linux for the status of files: {@code statx(2)}, of which the JDK's {@code unix:} attributes
 * are the same, at a multiple of the cost. Links are not followed.
 *
 * <pre>
 *   struct statx (linux/stat.h), 256 bytes
 *   0      16     20   24   28     32   40    96            112            136        140
 *   ├──────┼──────┼────┼────┼──────┼────┼─────┼─────────────┼──────────────┼──────────┼─────────
 *    ...    nlink  uid  gid  mode   ino  size  ctime s, ns   mtime s, ns    dev major  dev minor
 *           u32    u32  u32  u16    u64  u64   s64, u32      s64, u32       u32        u32
 * </pre>
 *
 * <p>One thread's: the one that made it. Owns 4.5 KiB off the heap; a look allocates nothing. What
 * {@link #look} found stays until the next one.
 */
public final class FileStatus implements AutoCloseable {
  private static final FileFunctions FUNCTIONS =
      Platform.current().isLinux() ? Libc.link(FileFunctions.class).functions() : null;

  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int STATX_BASIC_STATS = 0x7FF;
  private static final int PATH_MAX_BYTES = 4096;
  private static final int STATX_BYTES = 256;
  private static final long SECOND_NS = 1_000_000_000L;

  private static final int NLINK = 16;
  private static final int UID = 20;
  private static final int GID = 24;
  private static final int MODE = 28;
  private static final int INODE = 32;
  private static final int SIZE = 40;
  private static final int CHANGED = 96;
  private static final int MODIFIED = 112;
  private static final int DEVICE_MAJOR = 136;
  private static final int DEVICE_MINOR = 140;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment path = arena.allocate(PATH_MAX_BYTES);
  private final MemorySegment status = arena.allocate(STATX_BYTES, Long.BYTES);

  /** Whether the system has the call; else {@link #look} finds nothing. */
  public static boolean isAvailable() {
    return FUNCTIONS != null && FUNCTIONS.statx() != null;
  }

  /**
   * Looks at a file.
   *
   * @param file its path, as the bytes that the file system has
   * @return whether there is one that can be looked at
   */
  public boolean look(byte[] file) {
    if (!isAvailable() || file.length >= PATH_MAX_BYTES) {
      return false;
    }
    MemorySegment.copy(file, 0, path, ValueLayout.JAVA_BYTE, 0, file.length);
    path.set(ValueLayout.JAVA_BYTE, file.length, (byte) 0);
    try {
      int result =
          (int)
              FUNCTIONS
                  .statx()
                  .invokeExact(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, status);
      return result == 0;
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code st_mode}: type and permissions. */
  public int mode() {
    return Short.toUnsignedInt(status.get(ValueLayout.JAVA_SHORT, MODE));
  }

  public int links() {
    return status.get(ValueLayout.JAVA_INT, NLINK);
  }

  public int uid() {
    return status.get(ValueLayout.JAVA_INT, UID);
  }

  public int gid() {
    return status.get(ValueLayout.JAVA_INT, GID);
  }

  public long inode() {
    return status.get(ValueLayout.JAVA_LONG, INODE);
  }

  public long bytes() {
    return status.get(ValueLayout.JAVA_LONG, SIZE);
  }

  /** Of the content, nanoseconds since 1970. */
  public long modifiedNs() {
    return time(MODIFIED);
  }

  /** Of the inode, nanoseconds since 1970. */
  public long changedNs() {
    return time(CHANGED);
  }

  private long time(int at) {
    return status.get(ValueLayout.JAVA_LONG, at) * SECOND_NS
        + status.get(ValueLayout.JAVA_INT, at + Long.BYTES);
  }

  /** {@code st_dev}, of its two numbers as glibc's {@code makedev} has it. */
  public long device() {
    long major = Integer.toUnsignedLong(status.get(ValueLayout.JAVA_INT, DEVICE_MAJOR));
    long minor = Integer.toUnsignedLong(status.get(ValueLayout.JAVA_INT, DEVICE_MINOR));
    long low = (minor & 0xFF) | (major & 0xFFF) << 8;
    return low | (minor & ~0xFFL) << 12 | (major & ~0xFFFL) << 32;
  }

  @Override
  public void close() {
    arena.close();
  }
}
