package io.machinenative.axiom.plugins.backup.files;

import io.machinenative.axiom.plugins.backup.tree.Attributes;
import java.nio.file.Path;

/**
 * A file as it was found.
 *
 * @param links how many names it has
 */
public record FoundFile(Path path, Type type, Attributes attributes, int links) {
  /** What it is. */
  public enum Type {
    FILE,
    DIRECTORY,
    SYMBOLIC_LINK,
    /** A socket, a pipe, a device. */
    OTHER
  }
}
