package io.machinenative.axiom.plugins.files;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * Which files of a folder are meant: globs as in {@link java.nio.file.FileSystem#getPathMatcher}. A
 * glob without {@code /} is compared with the file's name, one with {@code /} with its path from
 * the folder on. Immutable, any thread.
 */
public final class PathPatterns {
  /** All files. */
  public static final PathPatterns ALL = new PathPatterns(List.of(), List.of());

  private final List<Glob> includes;
  private final List<Glob> excludes;

  private record Glob(PathMatcher matcher, boolean ofWholePath) {
    static Glob of(String text) {
      try {
        return new Glob(
            FileSystems.getDefault().getPathMatcher("glob:" + text), text.contains("/"));
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "expected a glob such as *.key or logs/**, actual '" + text + "': " + e.getMessage(),
            e);
      }
    }

    boolean matches(Path relative) {
      return matcher.matches(ofWholePath ? relative : relative.getFileName());
    }
  }

  /**
   * @param includes of which one must match; empty for all files
   * @param excludes of which none may match
   * @throws IllegalArgumentException when one is no glob
   */
  public PathPatterns(List<String> includes, List<String> excludes) {
    this.includes = includes.stream().map(Glob::of).toList();
    this.excludes = excludes.stream().map(Glob::of).toList();
  }

  /**
   * @param relative from the folder on
   */
  public boolean matches(Path relative) {
    return (includes.isEmpty() || includes.stream().anyMatch(glob -> glob.matches(relative)))
        && excludes.stream().noneMatch(glob -> glob.matches(relative));
  }
}
