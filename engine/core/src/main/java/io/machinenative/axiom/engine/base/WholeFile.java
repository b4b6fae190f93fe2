package io.machinenative.axiom.engine.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that appears whole or not at all, also when the power goes: written beside its place under
 * another name, forced to the disk, renamed, and its new name forced too. Owned by one thread;
 * without {@link #publish} closing it removes it.
 */
public final class WholeFile implements AutoCloseable {
  /** For the owner alone: what secrets are written with. */
  public static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final Set<StandardOpenOption> ANEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path place;
  private final Path part;
  private final FileChannel channel;

  private WholeFile(Path place, Path part, FileChannel channel) {
    this.place = place;
    this.part = part;
    this.channel = channel;
  }

  /**
   * Begins a file; its folder is made when it is not there.
   *
   * @param ending of the name as long as it is not whole; what a killed process left under it is
   *     written over
   * @param permissions where the file system knows them; empty for the usual ones
   */
  public static WholeFile beside(Path place, String ending, Set<PosixFilePermission> permissions)
      throws IOException {
    Path absolute = place.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    Path part = absolute.resolveSibling("." + absolute.getFileName() + ending);
    Files.deleteIfExists(part);
    return new WholeFile(
        absolute, part, FileChannel.open(part, ANEW, attributes(part, permissions)));
  }

  private static FileAttribute<?>[] attributes(Path file, Set<PosixFilePermission> permissions) {
    return permissions.isEmpty() || !knowsOwners(file)
        ? new FileAttribute<?>[0]
        : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
  }

  private static boolean knowsOwners(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Puts these bytes in the place of what is there; durable when this returns. */
  public static void write(Path place, Set<PosixFilePermission> permissions, byte[]... content)
      throws IOException {
    try (WholeFile file = beside(place, ".part", permissions)) {
      for (byte[] bytes : content) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          file.channel.write(rest);
        }
      }
      file.publish(true);
    }
  }

  /** Where to write; closed with this. */
  public FileChannel channel() {
    return channel;
  }

  /**
   * Puts it in its place: durable when this returns.
   *
   * @param replace false: fails when something is there
   * @throws FileAlreadyExistsException when something is there, and must stay
   */
  public void publish(boolean replace) throws IOException {
    channel.force(true);
    channel.close();
    if (replace) {
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } else {
      link();
    }
    forceFolder(place.getParent());
  }

  /** A link fails when another was faster, as a rename would not. */
  private void link() throws IOException {
    try {
      Files.createLink(place, part);
      Files.delete(part);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(part, place); // where there are no links: the look before the move has to do
    }
  }

  /** Makes the names in a folder durable, where the system can. */
  public static void forceFolder(Path folder) throws IOException {
    if (knowsOwners(folder)) {
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  /** Makes the content of a file durable. */
  public static void force(Path file) throws IOException {
    try (FileChannel content = FileChannel.open(file, StandardOpenOption.WRITE)) {
      content.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(part);
  }
}
