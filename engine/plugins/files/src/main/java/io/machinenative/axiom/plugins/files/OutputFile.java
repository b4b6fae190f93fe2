package io.machinenative.axiom.plugins.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that appears under its name only when all of it is on the disk: written beside it, synced,
 * renamed, and the folder synced. Without {@link #commit} nothing is left. A part whose process was
 * killed is removed by the next {@link FileTransform} that comes to its folder.
 *
 * <p>One thread's, which closes it.
 */
public final class OutputFile implements AutoCloseable {
  private static final String PART_END = ".axiom-part";
  private static final Pattern PART =
      Pattern.compile("\\..*\\.([0-9]{1,10})-[0-9]{1,4}" + Pattern.quote(PART_END));
  private static final int NAMES_MAX = 1000;

  /** For the owner alone: what secrets are written with. */
  public static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path target;
  private final Path part;
  private final FileChannel channel;
  private final boolean overwrite;
  private boolean open = true;

  private OutputFile(Path target, Path part, FileChannel channel, boolean overwrite) {
    this.target = target;
    this.part = part;
    this.channel = channel;
    this.overwrite = overwrite;
  }

  /**
   * Begins a file; its folder must be there.
   *
   * @param overwrite whether a file of that name may be replaced
   * @param permissions of the file, where the file system knows them; empty for the usual ones
   * @throws FileAlreadyExistsException when it is there, and must stay
   */
  public static OutputFile create(
      Path target, boolean overwrite, Set<PosixFilePermission> permissions) throws IOException {
    Path absolute = target.toAbsolutePath();
    if (!overwrite && Files.exists(absolute)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    if (Files.isDirectory(absolute)) {
      throw new FileAlreadyExistsException(target + " is a folder");
    }
    FileAttribute<?>[] attributes =
        permissions.isEmpty() || !knowsPermissions(absolute)
            ? new FileAttribute<?>[0]
            : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    for (int i = 0; i < NAMES_MAX; i++) {
      Path part = absolute.resolveSibling(prefix(absolute) + pid() + "-" + i + PART_END);
      if (!Files.exists(part)) {
        try {
          FileChannel channel = FileChannel.open(part, options, attributes);
          return new OutputFile(absolute, part, channel, overwrite);
        } catch (FileAlreadyExistsException e) {
          // Another thread was faster: the next name.
          continue;
        }
      }
    }
    throw new IOException(target + ": expected at most " + NAMES_MAX + " writers at once");
  }

  private static boolean knowsPermissions(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static String prefix(Path file) {
    return "." + file.getFileName() + ".";
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  /** Removes the parts in a folder whose writers are gone. */
  public static void removeStaleParts(Path folder) throws IOException {
    try (var parts = Files.newDirectoryStream(folder, ".*" + PART_END)) {
      for (Path found : parts) {
        Matcher writer = PART.matcher(found.getFileName().toString());
        if (writer.matches() && ProcessHandle.of(Long.parseLong(writer.group(1))).isEmpty()) {
          Files.deleteIfExists(found);
        }
      }
    }
  }

  /** Whether a file is the part of one that is being written, or was. */
  public static boolean isPart(Path file) {
    return PART.matcher(file.getFileName().toString()).matches();
  }

  /** Where to write; closed with this. */
  public FileChannel channel() {
    return channel;
  }

  /** The file as long as it has not its own name: for who reads what was written. */
  public Path part() {
    return part;
  }

  /** Gives the file another time of change. */
  public void modified(FileTime time) throws IOException {
    Files.setLastModifiedTime(part, time);
  }

  /**
   * Puts everything to the disk, and the file under its name.
   *
   * @throws FileAlreadyExistsException when one appeared there meanwhile, and must stay
   */
  public void commit() throws IOException {
    channel.force(true);
    channel.close();
    if (overwrite) {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } else {
      link();
    }
    open = false;
    syncFolder(target.getParent());
  }

  /** A link fails when another was faster, as a rename would not. */
  private void link() throws IOException {
    try {
      Files.createLink(target, part);
      Files.delete(part);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(part, target); // where there are no links: the look before the move has to do
    }
  }

  /** Puts the names in a folder to the disk, where the system can. */
  public static void syncFolder(Path folder) throws IOException {
    if (knowsPermissions(folder)) {
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
    }
  }

  /** Removes what was not committed. A second call does nothing. */
  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      channel.close();
      Files.deleteIfExists(part);
    }
  }
}
