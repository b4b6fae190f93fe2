package io.machinenative.axiom.testkit.pipelines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Compares trees: names, types, rights, owners, times, links, and every byte. Stateless. */
final class TreeComparison {
  private static final String FOLDER = "unix:mode,uid,gid,lastModifiedTime";

  private TreeComparison() {}

  /**
   * Sees to it that two trees are the same.
   *
   * @throws IllegalStateException naming the first difference
   */
  static void requireSame(Path expected, Path actual) throws IOException {
    List<String> names = names(expected);
    List<String> others = names(actual);
    if (!names.equals(others)) {
      throw new IllegalStateException(
          "expected the names of %s, %d, actual %d in %s"
              .formatted(expected, names.size(), others.size(), actual));
    }
    try (Stream<Path> paths = Files.walk(expected)) {
      for (Path one : (Iterable<Path>) paths::iterator) {
        compare(one, actual.resolve(expected.relativize(one)));
      }
    }
  }

  private static List<String> names(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      return paths.map(path -> tree.relativize(path).toUri().toString()).sorted().toList();
    }
  }

  private static void compare(Path one, Path other) throws IOException {
    boolean folder = Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS);
    String wanted = folder ? FOLDER : FOLDER + ",nlink,size";
    Map<String, Object> expected = Files.readAttributes(one, wanted, LinkOption.NOFOLLOW_LINKS);
    Map<String, Object> actual = Files.readAttributes(other, wanted, LinkOption.NOFOLLOW_LINKS);
    if (!expected.equals(actual)) {
      throw different(other, expected, actual);
    }
    if (Files.isSymbolicLink(one)) {
      Path target = Files.readSymbolicLink(one);
      if (!Objects.equals(target, Files.readSymbolicLink(other))) {
        throw different(other, target, Files.readSymbolicLink(other));
      }
    } else if (Files.isRegularFile(one) && Files.mismatch(one, other) >= 0) {
      throw different(other, "the same bytes", "others at " + Files.mismatch(one, other));
    }
  }

  private static IllegalStateException different(Path path, Object expected, Object actual) {
    return new IllegalStateException(path + ": expected " + expected + ", actual " + actual);
  }
}
