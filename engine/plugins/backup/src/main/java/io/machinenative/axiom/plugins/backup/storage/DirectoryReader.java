package io.machinenative.axiom.plugins.backup.storage;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads files of a folder: pieces through the system's cache, for somebody may want them again, and
 * windows past it where the file system allows ({@link DirectAccess}). Any thread.
 */
final class DirectoryReader implements ReadWindows.Source, AutoCloseable {
  private static final int OPEN_FILES = 64;

  private final Function<String, Path> paths;
  private final OpenFiles cached = new OpenFiles(OPEN_FILES, Set.of(StandardOpenOption.READ));
  private final OpenFiles direct;
  private volatile boolean takesDirect = DirectAccess.option().isPresent();

  /**
   * @param paths where a file of a name is
   */
  DirectoryReader(Function<String, Path> paths) {
    this.paths = paths;
    direct =
        DirectAccess.option()
            .map(option -> new OpenFiles(OPEN_FILES, Set.of(StandardOpenOption.READ, option)))
            .orElse(cached);
  }

  @Override
  public int readPiece(String name, long offset, MemorySegment into) throws IOException {
    return read(cached, name, offset, into);
  }

  @Override
  public int readWindow(String name, long offset, MemorySegment into) throws IOException {
    if (!takesDirect) {
      return read(cached, name, offset, into);
    }
    try {
      return read(direct, name, offset, into);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (UnsupportedOperationException | IOException e) {
      // A file system without it, or with longer blocks; of a broken disk this fails as well.
      int bytes = read(cached, name, offset, into);
      takesDirect = false;
      return bytes;
    }
  }

  private int read(OpenFiles files, String name, long offset, MemorySegment into)
      throws IOException {
    OpenFiles.OpenFile file = files.acquire(paths.apply(name));
    try {
      ByteBuffer buffer = into.asByteBuffer();
      while (buffer.hasRemaining()) {
        int bytes = file.channel().read(buffer, offset + buffer.position());
        boolean ended = files == direct && bytes % DirectAccess.BLOCK_BYTES != 0;
        if (bytes < 0 || ended) {
          break;
        }
      }
      return buffer.position();
    } finally {
      files.release(file);
    }
  }

  /** Forgets a file that is going to be deleted or replaced; who reads it reads on. */
  void drop(Path file) throws IOException {
    cached.drop(file);
    direct.drop(file);
  }

  @Override
  public void close() throws IOException {
    cached.close();
    direct.close();
  }
}
