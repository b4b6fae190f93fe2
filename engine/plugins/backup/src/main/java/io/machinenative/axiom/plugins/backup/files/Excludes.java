package io.machinenative.axiom.plugins.backup.files;

import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * What is left out. A pattern is a glob of the JDK ({@code *}, {@code **}, {@code ?}, {@code
 * [a-z]}, {@code {a,b}}): one without a slash is compared with names at every depth, one with a
 * slash with the path below the source. A directory that is left out is not entered. Immutable.
 */
public final class Excludes {
  private final List<PathMatcher> names = new ArrayList<>();
  private final List<PathMatcher> paths = new ArrayList<>();
  private final boolean hidden;

  /**
   * @param hidden whether names that begin with a dot are left out
   * @throws IllegalArgumentException for a pattern that is no glob
   */
  public Excludes(FileSystem files, List<String> patterns, boolean hidden) {
    this.hidden = hidden;
    for (String pattern : patterns) {
      String plain = pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
      String relative = plain.startsWith("/") ? plain.substring(1) : plain;
      if (relative.isEmpty()) {
        throw new IllegalArgumentException("expected a pattern, actual '" + pattern + "'");
      }
      try {
        (plain.indexOf('/') < 0 ? names : paths).add(files.getPathMatcher("glob:" + relative));
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "expected a glob, actual '" + pattern + "': " + e.getDescription(), e);
      }
    }
  }

  /**
   * Whether a file is left out.
   *
   * @param source the folder that is saved, of which the file is below
   */
  public boolean excludes(Path source, Path file) {
    Path name = file.getFileName();
    if (hidden && name.toString().startsWith(".")) {
      return true;
    }
    for (PathMatcher matcher : names) {
      if (matcher.matches(name)) {
        return true;
      }
    }
    if (!paths.isEmpty()) {
      Path relative = source.relativize(file);
      for (PathMatcher matcher : paths) {
        if (matcher.matches(relative)) {
          return true;
        }
      }
    }
    return false;
  }
}
