package io.machinenative.axiom.plugins.files;

import io.machinenative.axiom.api.ToolException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks over the files of a folder and of all below, in the order of their names. Links and devices
 * are left alone, and named in the tally. Stateless.
 */
public final class FileTree {
  private FileTree() {}

  /** Takes the files. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param relative its path from the folder on
     */
    void file(Path file, Path relative) throws IOException;
  }

  /**
   * Walks. Holds the names of one folder a level.
   *
   * @throws IOException when the folder itself cannot be read; one below is tallied as failed, and
   *     so is a file whose visitor throws
   * @throws ToolException CANCELLED
   */
  public static void walk(Path folder, CallWatch watch, WorkTally tally, Visitor visitor)
      throws IOException {
    walk(folder, folder, watch, tally, visitor);
  }

  private static void walk(
      Path root, Path folder, CallWatch watch, WorkTally tally, Visitor visitor)
      throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
      found.forEach(entries::add);
    }
    entries.sort(null);
    for (Path entry : entries) {
      watch.requireWanted();
      try {
        BasicFileAttributes attributes =
            Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isDirectory()) {
          walk(root, entry, watch, tally, visitor);
        } else if (attributes.isRegularFile()) {
          visitor.file(entry, root.relativize(entry));
        } else {
          tally.skipped();
          tally.warn(entry + ": left alone, for it is a link or a device");
        }
      } catch (IOException e) {
        tally.failed(entry, FileTransform.reason(e));
      }
    }
  }
}
