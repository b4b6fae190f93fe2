package io.machinenative.axiom.engine.transport.aeron;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second embedded driver out of a directory: a locked file beside it, which the operating
 * system unlocks when the process ends, however it ends. It tells what a process id cannot: that
 * the holder lives in another container with the same shared memory, or that the id is now another
 * process.
 */
final class DirectoryLock implements AutoCloseable {
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
    try {
      Files.createDirectories(absolute.getParent());
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      if (tryLock(channel) == null) {
        channel.close();
        return null;
      }
      return new DirectoryLock(channel, file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + file + ", choose another directory", e);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // held by another driver of this process
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
    }
  }
}
