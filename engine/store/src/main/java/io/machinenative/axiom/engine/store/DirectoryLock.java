package io.machinenative.axiom.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Exclusive use of a store's directory: a lock of the operating system on the file {@code lock},
 * which holds the owner's process id as text. The system takes it back when the process ends,
 * however it ends. One thread.
 */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the directory, which it makes when there is none.
   *
   * @throws StoreInUseException when another one has it
   * @throws UncheckedIOException when the directory cannot be made or written
   */
  static DirectoryLock take(StoreFiles files) {
    try {
      Files.createDirectories(files.directory());
      FileChannel channel =
          FileChannel.open(
              files.lock(),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      try {
        lock(channel, files.lock());
        return new DirectoryLock(channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the store's directory " + files.directory() + " cannot be written: " + e, e);
    }
  }

  private static void lock(FileChannel channel, Path file) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new StoreInUseException(
            "the store %s is in use by process %s"
                .formatted(file.getParent(), Files.readString(file).trim()),
            null);
      }
    } catch (OverlappingFileLockException e) {
      throw new StoreInUseException(
          "the store %s is in use by process %d, this one"
              .formatted(file.getParent(), ProcessHandle.current().pid()),
          e);
    }
    String owner = ProcessHandle.current().pid() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
