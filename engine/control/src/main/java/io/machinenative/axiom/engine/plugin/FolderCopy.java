package io.machinenative.axiom.engine.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/** Copies and removes folders of classes: what a plugin is while it is developed. Stateless. */
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

  /** Removes a file, or a folder with all that is in it; nothing when it is gone. */
  static void remove(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes seen) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
