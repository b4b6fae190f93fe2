package io.machinenative.axiom.engine.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a demo.
 *
 * @param files in the order of their paths
 * @param skipped files that are longer than a message may be
 */
public record DemoFiles(List<Path> files, int skipped) {
  private static final Set<String> LEFT_OUT = Set.of("target", ".git", "node_modules", ".idea");

  /**
   * Walks files and folders, leaving builds and version control out.
   *
   * @param maxBytes longest file that is taken
   * @throws NoSuchFileException when a root is not there
   */
  public static DemoFiles below(List<Path> roots, long maxBytes) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path root : roots) {
      if (!Files.exists(root)) {
        throw new NoSuchFileException(root.toString());
      }
      try (Stream<Path> walk = Files.walk(root)) {
        walk.filter(Files::isRegularFile)
            .filter(Files::isReadable)
            .filter(file -> isWanted(root, file))
            .forEach(found::add);
      }
    }
    List<Path> taken = found.stream().filter(file -> size(file) <= maxBytes).sorted().toList();
    return new DemoFiles(taken, found.size() - taken.size());
  }

  private static boolean isWanted(Path root, Path file) {
    for (Path part : root.relativize(file)) {
      if (LEFT_OUT.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
