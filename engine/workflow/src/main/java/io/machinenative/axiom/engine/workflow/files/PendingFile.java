package io.machinenative.axiom.engine.workflow.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears whole or not at all: written beside its place under another name, forced to
 * the disk, and renamed. Owned by one thread; without {@link #publish} closing it removes it.
 */
final class PendingFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private PendingFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** A file in the folder of its place; the folder is made when it is not there. */
  static PendingFile beside(Path place, String runId) throws IOException {
    Files.createDirectories(place.getParent());
    Path path = place.resolveSibling("." + place.getFileName() + ".part-" + runId);
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    return new PendingFile(path, channel);
  }

  FileChannel channel() {
    return channel;
  }

  /**
   * Puts it in its place: durable when this returns.
   *
   * @param replace false: fails when something is there
   */
  void publish(Path place, boolean replace) throws IOException {
    channel.force(true);
    channel.close();
    if (replace) {
      Files.move(path, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.createLink(place, path); // fails when another was faster, as a rename would not
      Files.delete(path);
    }
    forceFolder(place.getParent());
  }

  /** Makes the names in a folder durable, where the system can. */
  static void forceFolder(Path folder) throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }
}
