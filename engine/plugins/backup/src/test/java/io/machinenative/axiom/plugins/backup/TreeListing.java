package io.machinenative.axiom.plugins.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A tree as text, to compare two of them: names, types, attributes, contents. */
final class TreeListing {
  private TreeListing() {}

  static Map<String, String> of(Path root) throws IOException {
    Map<String, String> listing = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        if (!path.equals(root)) {
          listing.put(root.relativize(path).toString(), describe(path));
        }
      }
    }
    return listing;
  }

  private static String describe(Path path) throws IOException {
    Map<String, Object> unix =
        Files.readAttributes(
            path, "unix:mode,uid,gid,nlink,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    String attributes =
        "%o %s:%s %s %s"
            .formatted(
                (Integer) unix.get("mode"),
                unix.get("uid"),
                unix.get("gid"),
                directory ? "" : unix.get("nlink"),
                unix.get("lastModifiedTime"));
    if (Files.isSymbolicLink(path)) {
      return attributes + " -> " + Files.readSymbolicLink(path);
    }
    if (directory) {
      return attributes;
    }
    byte[] content = Files.readAllBytes(path);
    return attributes + " " + content.length + " bytes, hash " + Arrays.hashCode(content);
  }
}
