package io.machinenative.axiom.plugins.backup.restore;

import io.machinenative.axiom.plugins.backup.files.TreeRemoval;
import io.machinenative.axiom.plugins.backup.format.RepositoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A folder within the target, of the owner alone, where everything is put until it is known to be
 * whole; then it gets its place by a rename. Owned by one thread; closing removes what is left.
 */
final class StagedFolder implements AutoCloseable {
  private final Path target;
  private final Path folder;

  /**
   * Makes it; what an attempt of the same name left is removed.
   *
   * @param target made when it is not there
   */
  StagedFolder(Path target, String name) throws IOException {
    Files.createDirectories(target);
    this.target = target.toRealPath();
    folder = this.target.resolve(".axiom-restore-" + name);
    close();
    Files.createDirectory(folder);
    TreeRemoval.ownerOnly(folder);
  }

  Path path() {
    return folder;
  }

  /**
   * Where something goes in the end.
   *
   * @throws RepositoryException when something is there
   */
  Path place(Path staged) throws RepositoryException {
    Path place = target.resolve(folder.relativize(staged));
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new RepositoryException("expected nothing at " + place + " yet, actual something");
    }
    return place;
  }

  /** Puts something in its place, which it answers. */
  Path publish(Path staged) throws IOException {
    Path place = place(staged);
    return Files.move(staged, place, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    TreeRemoval.remove(folder);
  }
}
