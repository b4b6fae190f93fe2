package io.machinenative.axiom.engine.workflow.files;

import io.machinenative.axiom.api.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folders that file operations may reach, with all below. Symbolic links do not lead out.
 * Immutable; any thread.
 */
public final class OpenFolders {
  private final List<Path> roots;

  /**
   * @param roots empty: nothing may be reached
   */
  public OpenFolders(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

  /**
   * The path, absolute.
   *
   * @throws ToolException INVALID_ARGUMENT when it lies in no open folder
   */
  Path require(String text) throws IOException {
    Path path = Path.of(text).toAbsolutePath().normalize();
    Path real = real(path);
    for (Path root : roots) {
      if (Files.exists(root) && real.startsWith(root.toRealPath())) {
        return path;
      }
    }
    throw ToolException.invalid(
        "expected a path in "
            + (roots.isEmpty() ? "an open folder, of which there is none" : "one of " + roots)
            + ", got "
            + text);
  }

  /** The path with the symbolic links of what is there followed. */
  private static Path real(Path path) throws IOException {
    if (Files.exists(path)) {
      return path.toRealPath();
    }
    Path parent = path.getParent();
    return parent == null ? path : real(parent).resolve(path.getFileName());
  }
}
