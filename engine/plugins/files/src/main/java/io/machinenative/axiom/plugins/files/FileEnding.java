package io.machinenative.axiom.plugins.files;

import io.machinenative.axiom.api.ToolException;
import java.nio.file.Path;

/**
 * What the name of a transformed file ends with, such as {@code .zst}. Immutable.
 *
 * @param text with its dot; not empty
 */
public record FileEnding(String text) {
  /** The name of what a file becomes. */
  public String addedTo(String name) {
    return name + text;
  }

  /** The name of what a transformed file was; null when it is none. */
  public String takenFrom(String name) {
    boolean ends = name.endsWith(text) && name.length() > text.length();
    return ends ? name.substring(0, name.length() - text.length()) : null;
  }

  /** Whether a file's name says that it was transformed. */
  public boolean isOf(Path file) {
    return takenFrom(file.getFileName().toString()) != null;
  }

  /** Where what becomes of a source goes: where the caller says, or beside it. */
  public String targetOf(Path source, String given) {
    return given == null ? addedTo(source.toString()) : given;
  }

  /**
   * Where what a transformed source was goes: where the caller says, or beside it.
   *
   * @throws ToolException when the caller says nothing, and the source's name does not end so
   */
  public String originOf(Path source, String given) {
    if (given != null) {
      return given;
    }
    String name = takenFrom(source.getFileName().toString());
    if (name == null) {
      throw ToolException.invalid(
          "expected a target, for the name of " + source + " does not end with " + text);
    }
    return source.resolveSibling(name).toString();
  }
}
