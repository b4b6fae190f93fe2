package io.machinenative.axiom.engine.transport.aeron;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second embedded driver out of a directory: a locked file beside it, which the operating system unlocks when the
 * process ends, however it ends. It tells what a process id cannot: that the holder lives in another container with the
 * same shared memory, or that the id is now another process. The empty file stays behind.
 */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Locks {@code directory}; null when another driver, of this process or another one, holds it. */
  static DirectoryLock tryAcquire(Path directory) {
    Path file = directory.resolveSibling(directory.getFileName() + ".lock");
    FileChannel channel = null;
    FileLock lock = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // another driver of this process: lock stays null
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + file + ", choose another directory", e);
    } finally {
      if (lock == null && channel != null) {
        closeQuietly(channel, file);
      }
    }
    return lock == null ? null : new DirectoryLock(channel);
  }

  private static void closeQuietly(FileChannel channel, Path file) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unlock an Aeron directory", e);
    }
  }
}
