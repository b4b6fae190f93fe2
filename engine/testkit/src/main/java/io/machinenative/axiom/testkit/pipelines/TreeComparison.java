package io.machinenative.axiom.testkit.pipelines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** Compares trees: names, types, rights, owners, times, links, and every byte. Stateless. */
final class TreeComparison {
  private static final String FOLDER = "unix:mode,uid,gid,lastModifiedTime";

  /** What a tar stream leaves out: that others may act as the owner. */
  private static final int SPECIAL_BITS = 07000;

  /** The grain of times in a tar stream. */
  private static final long TAR_TIME_NS = 100;

  private TreeComparison() {}

  /**
   * Sees to it that two trees are the same.
   *
   * @throws IllegalStateException naming the first difference
   */
  static void requireSame(Path expected, Path actual) throws IOException {
    requireNames(
        names(expected, path -> path.toUri().toString()),
        names(actual, path -> path.toUri().toString()),
        actual);
    try (Stream<Path> paths = Files.walk(expected)) {
      for (Path one : (Iterable<Path>) paths::iterator) {
        Path other = actual.resolve(expected.relativize(one));
        boolean folder = Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS);
        String wanted = folder ? FOLDER : FOLDER + ",nlink,size";
        requireEqual(other, attributes(one, wanted), attributes(other, wanted));
        requireSameContent(one, other);
      }
    }
  }

  /**
   * Sees to it that a tree is what a tar stream keeps of another one: names as text, permissions,
   * times to 100 ns but of symbolic links, where these lead to, and every byte; of the root itself
   * only what is in it.
   *
   * @throws IllegalStateException naming the first difference
   */
  static void requireSameAsTar(Path expected, Path actual) throws IOException {
    requireNames(names(expected, Path::toString), names(actual, Path::toString), actual);
    try (Stream<Path> paths = Files.walk(expected)) {
      for (Path one : (Iterable<Path>) paths.filter(path -> !path.equals(expected))::iterator) {
        Path other = actual.resolve(expected.relativize(one).toString());
        requireEqual(other, inTar(one), inTar(other));
        requireSameContent(one, other);
      }
    }
  }

  private static List<String> names(Path tree, Function<Path, String> name) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      return paths.map(path -> name.apply(tree.relativize(path))).sorted().toList();
    }
  }

  private static void requireNames(List<String> expected, List<String> actual, Path where) {
    if (!expected.equals(actual)) {
      throw new IllegalStateException(
          "%s: expected %d names, actual %d, or others"
              .formatted(where, expected.size(), actual.size()));
    }
  }

  private static Map<String, Object> attributes(Path path, String wanted) throws IOException {
    return Files.readAttributes(path, wanted, LinkOption.NOFOLLOW_LINKS);
  }

  private static Map<String, Object> inTar(Path path) throws IOException {
    Map<String, Object> kept = new HashMap<>(attributes(path, "unix:mode,lastModifiedTime,size"));
    kept.merge("mode", ~SPECIAL_BITS, (mode, mask) -> (int) mode & (int) mask);
    FileTime time = (FileTime) kept.remove("lastModifiedTime");
    if (!Files.isSymbolicLink(path)) {
      kept.put("time", Math.floorDiv(time.to(TimeUnit.NANOSECONDS), TAR_TIME_NS));
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      kept.remove("size");
    }
    return kept;
  }

  private static void requireSameContent(Path one, Path other) throws IOException {
    if (Files.isSymbolicLink(one)) {
      requireEqual(other, Files.readSymbolicLink(one), Files.readSymbolicLink(other));
    } else if (Files.isRegularFile(one) && Files.mismatch(one, other) >= 0) {
      throw new IllegalStateException(
          other + ": expected the same bytes, actual others at " + Files.mismatch(one, other));
    }
  }

  private static void requireEqual(Path path, Object expected, Object actual) {
    if (!Objects.equals(expected, actual)) {
      throw new IllegalStateException(path + ": expected " + expected + ", actual " + actual);
    }
  }
}
