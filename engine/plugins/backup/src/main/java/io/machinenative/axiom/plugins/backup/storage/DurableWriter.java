package io.machinenative.axiom.plugins.backup.storage;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes files that are on the disk when it returns. What is long and begins on a page goes there
 * directly where the file system allows ({@code O_DIRECT}): the way round, through the system's
 * cache, costs a copy of every byte and pushes out of the cache what somebody else reads.
 *
 * <p>Any thread.
 */
final class DurableWriter {
  private static final int LEAST_DIRECT_BYTES = 1 << 20;
  private static final int STEP_BYTES = 1 << 20;

  private volatile boolean takesDirect = DirectAccess.option().isPresent();

  /**
   * Writes a file; one that could not be written whole is removed.
   *
   * @param file there is none yet
   * @param content borrowed for the call
   */
  void write(Path file, MemorySegment content) throws IOException {
    try {
      long direct = writeDirect(file, content);
      try (FileChannel channel = openRest(file, direct)) {
        channel.position(direct);
        for (long done = direct; done < content.byteSize(); ) {
          // In steps: the JDK copies what is on the heap to a buffer of the same length that it
          // keeps.
          long step = Math.min(STEP_BYTES, content.byteSize() - done);
          done += channel.write(content.asSlice(done, step).asByteBuffer());
        }
        channel.force(true);
      }
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static FileChannel openRest(Path file, long direct) throws IOException {
    return direct > 0
        ? FileChannel.open(file, StandardOpenOption.WRITE)
        : FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Writes as much as can go directly, and says how much that was; 0 leaves no file. */
  private long writeDirect(Path file, MemorySegment content) throws IOException {
    if (!takesDirect
        || content.byteSize() < LEAST_DIRECT_BYTES
        || !content.isNative()
        || content.address() % Storage.PAGE_BYTES != 0) {
      return 0;
    }
    long bytes = content.byteSize() / Storage.PAGE_BYTES * Storage.PAGE_BYTES;
    long done = 0;
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            DirectAccess.option().orElseThrow())) {
      while (done < bytes) {
        done += channel.write(content.asSlice(done, bytes - done).asByteBuffer());
      }
      return bytes;
    } catch (UnsupportedOperationException | IOException e) {
      if (done > 0) {
        throw e; // the disk, not the way to it
      }
      // A file system without it, or with longer blocks: from now on the way round.
      takesDirect = false;
      Files.deleteIfExists(file);
      return 0;
    }
  }
}
