package io.machinenative.axiom.engine.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/** Copies folders of classes: what a plugin is while it is developed. Stateless. */
final class FolderCopy {
  private FolderCopy() {}

  /**
   * Copies a tree, in the order of its names. Links are followed.
   *
   * @param digest is fed names and contents
   * @throws PluginException when it is more than a jar may hold
   */
  static void copy(Path from, Path to, MessageDigest digest, int maxFiles, long maxBytes)
      throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(from, java.nio.file.FileVisitOption.FOLLOW_LINKS)) {
      files = tree.filter(Files::isRegularFile).limit(maxFiles + 1L).sorted().toList();
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
      if (files.size() > maxFiles || bytes > maxBytes) {
        throw new PluginException(
            from + ": expected at most " + maxFiles + " files and " + maxBytes + " bytes");
      }
      Path target = to.resolve(from.relativize(file).toString());
      Files.createDirectories(target.getParent());
      byte[] content = Files.readAllBytes(file);
      Files.write(target, content);
      digest.update(from.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      digest.update(content);
    }
  }
}
