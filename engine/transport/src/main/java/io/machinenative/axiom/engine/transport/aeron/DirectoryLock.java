package io.machinenative.axiom.engine.transport.aeron;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a second embedded driver out of a directory: a locked file beside it, which the operating
 * system unlocks when the process ends, however it ends. It tells what a process id cannot: that
 * the holder lives in another container with the same shared memory, or that the id is now another
 * process.
 */
final class DirectoryLock implements AutoCloseable {
  /**
   * The files that this process has locked. A lock of POSIX is gone as soon as its process closes
   * the file once: so the second one to ask must not even open it.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final FileChannel channel;
  private final Path file;

  private DirectoryLock(FileChannel channel, Path file) {
    this.channel = channel;
    this.file = file;
  }

  /**
   * Locks {@code directory}; null when another driver, of this process or another one, holds it.
   */
  static DirectoryLock tryAcquire(Path directory) {
    Path absolute = directory.toAbsolutePath();
    Path file = absolute.resolveSibling(absolute.getFileName() + ".lock");
    if (!HELD_HERE.add(file)) {
      return null;
    }
    FileChannel locked = null;
    try {
      Files.createDirectories(absolute.getParent());
      locked = lock(file);
      return locked == null ? null : new DirectoryLock(locked, file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + file + ", choose another directory", e);
    } finally {
      if (locked == null) {
        HELD_HERE.remove(file);
      }
    }
  }

  /** The file that has the name, locked; null when another process has it. */
  private static FileChannel lock(Path file) throws IOException {
    while (true) {
      Object before = identity(file);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      try {
        if (channel.tryLock() == null) {
          channel.close();
          return null;
        }
        if (before != null && before.equals(identity(file))) {
          return channel;
        }
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      // It is new, or its last holder removed it meanwhile: look again at what has the name now.
      channel.close();
    }
  }

  /** Which file has the name; null when there is none. */
  private static Object identity(Path file) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Objects.requireNonNullElse(found.fileKey(), file);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Unlocks the directory, and removes the file while it is still ours. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unlock " + file, e);
    } finally {
      HELD_HERE.remove(file);
    }
  }
}
