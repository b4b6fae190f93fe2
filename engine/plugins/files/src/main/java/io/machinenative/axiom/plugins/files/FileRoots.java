package io.machinenative.axiom.plugins.files;

import io.machinenative.axiom.api.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folders in which callers may name files: everything else on the machine is none of their
 * business. Immutable, any thread.
 *
 * <p>Links are followed before a path is judged, so that one that leads out of the folders is
 * refused. Who can change links in these folders while a tool runs can still lead it astray: give
 * no folder that strangers write to.
 */
public final class FileRoots {
  private final List<Path> roots;

  /**
   * @param roots absolute, existing folders; relative paths are taken from the first one
   * @throws IOException when one is not there
   */
  public FileRoots(List<Path> roots) throws IOException {
    if (roots.isEmpty()) {
      throw new IllegalArgumentException("expected at least one folder, actual none");
    }
    List<Path> real = new ArrayList<>();
    for (Path root : roots) {
      real.add(root.toRealPath());
    }
    this.roots = List.copyOf(real);
  }

  /** The folders; relative paths are taken from the first one. */
  public List<Path> folders() {
    return roots;
  }

  /**
   * The file or folder that a caller names, which must be there.
   *
   * @throws ToolException INVALID_ARGUMENT when it is not, or not within the folders
   */
  public Path existing(String name) {
    Path path = resolve(name);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw ToolException.invalid("expected a file or folder, actual nothing at " + name);
    }
    Path real = within(name, path);
    if (!Files.isRegularFile(real) && !Files.isDirectory(real)) {
      throw ToolException.invalid("expected a file or folder, actual a device at " + name);
    }
    return real;
  }

  /**
   * A file or folder that a caller wants to have made, or that may be there.
   *
   * @throws ToolException INVALID_ARGUMENT when it is not within the folders
   */
  public Path writable(String name) {
    return within(name, resolve(name));
  }

  private Path resolve(String name) {
    try {
      return roots.getFirst().resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw ToolException.invalid("expected a path, actual '" + name + "': " + e.getReason());
    }
  }

  /** Judges the real path of what is there, and leaves the rest as it is: it has no links. */
  private Path within(String name, Path path) {
    Path there = path;
    while (there != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = there.getParent();
    }
    try {
      Path real =
          there == null ? path : there.toRealPath().resolve(there.relativize(path)).normalize();
      if (roots.stream().anyMatch(real::startsWith)) {
        return real;
      }
    } catch (IOException e) {
      throw ToolException.invalid(name + " cannot be reached: " + e.getMessage());
    }
    throw ToolException.invalid(
        "expected a path within "
            + roots
            + ", actual "
            + name
            + ": the plugin's setting 'roots' says where its tools may read and write");
  }
}
