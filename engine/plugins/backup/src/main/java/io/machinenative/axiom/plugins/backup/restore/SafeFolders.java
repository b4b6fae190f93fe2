package io.machinenative.axiom.plugins.backup.restore;

import io.machinenative.axiom.plugins.backup.format.RepositoryException;
import io.machinenative.axiom.plugins.backup.tree.PathBytes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Folders below the target, and nowhere else: each on the way to a path is a folder itself, and no
 * link to one. The last way is remembered, for paths come in order. One thread's.
 */
final class SafeFolders {
  private final Path target;
  private final List<Folder> way = new ArrayList<>();

  private record Folder(byte[] path, Path place) {}

  /**
   * @param target without links
   */
  SafeFolders(Path target) {
    this.target = target;
  }

  /**
   * Where an entry goes; the folders above it are made.
   *
   * @throws RepositoryException when something on the way is no folder
   */
  Path place(byte[] path) throws IOException {
    int parent = PathBytes.parentLength(path);
    Path folder = parent == 0 ? target : folder(Arrays.copyOf(path, parent));
    return PathBytes.resolve(
        folder, parent == 0 ? path : Arrays.copyOfRange(path, parent + 1, path.length));
  }

  /** A folder, made when it is not there. */
  Path folder(byte[] path) throws IOException {
    while (!way.isEmpty() && !PathBytes.isWithin(path, way.getLast().path)) {
      way.removeLast();
    }
    if (!way.isEmpty() && way.getLast().path.length == path.length) {
      return way.getLast().place;
    }
    Path place = place(path);
    make(place);
    way.add(new Folder(path, place));
    return place;
  }

  private static void make(Path place) throws IOException {
    try {
      Files.createDirectory(place);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        throw new RepositoryException(
            place + ": expected a folder, or nothing, actual something else: not written to", e);
      }
    }
  }
}
