package io.machinenative.axiom.engine;

import io.machinenative.axiom.engine.base.TreeRemoval;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;

/**
 * A temporary folder that goes with its engine. When the process is killed, the next one that makes
 * such a folder removes it: a file in it is locked as long as the process lives, which the system
 * sees to.
 *
 * <pre>
 *   axiom-engine-PID-RANDOM/
 *     owner     locked by process PID
 * </pre>
 *
 * <p>A folder of another user, one without {@code owner} and those of this process are left alone:
 * whoever closes a locked file gives up the lock of the whole process. Owns folder and lock;
 * thread-safe.
 */
final class ScratchFolder implements AutoCloseable {
  private static final String PREFIX = "axiom-engine-";
  private static final String OWNER = "owner";

  private final Path path;
  private final FileChannel owner;

  private ScratchFolder(Path path, FileChannel owner) {
    this.path = path;
    this.owner = owner;
  }

  /**
   * Makes a folder, and removes those of processes that are gone.
   *
   * @param parent the folder for temporary files
   */
  static ScratchFolder create(Path parent) throws IOException {
    String mine = PREFIX + ProcessHandle.current().pid() + "-";
    ScratchFolder made = null;
    while (made == null) {
      made = own(Files.createTempDirectory(parent, mine));
    }
    UserPrincipal user = Files.getOwner(made.path);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path other : all) {
        if (!other.getFileName().toString().startsWith(mine)) {
          removeIfLeft(other, user);
        }
      }
    }
    return made;
  }

  /** Null when a process that removes left folders was quicker. */
  private static ScratchFolder own(Path folder) throws IOException {
    Path file = folder.resolve(OWNER);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    if (channel.tryLock() != null && Files.exists(file)) {
      return new ScratchFolder(folder, channel);
    }
    channel.close();
    return null;
  }

  private static void removeIfLeft(Path folder, UserPrincipal user) throws IOException {
    Path file = folder.resolve(OWNER);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)) {
        TreeRemoval.remove(folder);
      }
    } catch (FileSystemException e) {
      // Somebody else's, or one that somebody else removes now: what is left is for the next.
    }
  }

  /** The folder, empty at first but for {@code owner}. */
  Path path() {
    return path;
  }

  /** Removes the folder with all that is in it. Idempotent. */
  @Override
  public void close() throws IOException {
    try (owner) {
      TreeRemoval.remove(path);
    }
  }
}
