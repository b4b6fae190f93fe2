package io.machinenative.axiom.plugins.backup.files;

import io.machinenative.axiom.plugins.backup.format.RepositoryException;
import io.machinenative.axiom.plugins.backup.tree.Attributes;
import io.machinenative.axiom.plugins.backup.tree.PathBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Walks trees in the order of snapshots: a folder before what is in it, names by their bytes. Links
 * are not followed. Memory grows with the names of the folders on the way, not with the tree. What
 * cannot be looked at is told, and left out. One thread's.
 */
public final class TreeScanner implements AutoCloseable {
  private final Excludes excludes;
  private final boolean oneFileSystem;
  private final Problems problems;
  private final AttributeReader attributes = new AttributeReader();
  private final ArrayDeque<Level> levels = new ArrayDeque<>();
  private final Iterator<Source> sources;
  private Source source;
  private long device;

  /** A source: what is saved, and the first name that it has in the snapshot. */
  public record Source(Path path, byte[] name) {}

  /** A file, and its path in the snapshot. */
  public record Scanned(byte[] path, FoundFile file) {}

  /** Told of what is left out. */
  @FunctionalInterface
  public interface Problems {
    void report(Path path, String problem);
  }

  private record Child(byte[] name, Path path) {}

  private record Level(byte[] path, Iterator<Child> children) {}

  /**
   * @param sources in the order of their names
   * @param oneFileSystem whether folders on other devices than their source are not entered
   */
  public TreeScanner(
      List<Source> sources, Excludes excludes, boolean oneFileSystem, Problems problems) {
    this.sources = sources.iterator();
    this.excludes = excludes;
    this.oneFileSystem = oneFileSystem;
    this.problems = problems;
  }

  /**
   * What a caller wants to save, in the order of names.
   *
   * @throws RepositoryException when two would have the same name
   */
  public static List<Source> sources(List<Path> given) throws IOException {
    List<Source> sources = new ArrayList<>();
    for (Path one : given) {
      Path path = one.toAbsolutePath().normalize();
      byte[] name =
          path.getFileName() == null
              ? "root".getBytes(StandardCharsets.US_ASCII)
              : PathBytes.name(path);
      sources.add(new Source(path.toRealPath(), name));
    }
    sources.sort((one, other) -> Arrays.compareUnsigned(one.name(), other.name()));
    for (int i = 1; i < sources.size(); i++) {
      if (Arrays.equals(sources.get(i - 1).name(), sources.get(i).name())) {
        throw new RepositoryException(
            "expected sources of different names, actual %s and %s"
                .formatted(sources.get(i - 1).path(), sources.get(i).path()));
      }
    }
    return sources;
  }

  /** The next file, or null at the end. */
  public Scanned next() {
    while (true) {
      Level level = levels.peek();
      if (level == null) {
        if (!sources.hasNext()) {
          return null;
        }
        source = sources.next();
        Scanned root = look(source.name(), source.path(), true);
        if (root != null) {
          return root;
        }
      } else if (!level.children.hasNext()) {
        levels.pop();
      } else {
        Child child = level.children.next();
        Scanned found = look(PathBytes.join(level.path, child.name), child.path, false);
        if (found != null) {
          return found;
        }
      }
    }
  }

  /** What was found, with its extended attributes; when they cannot be read it is told. */
  public Attributes attributes(FoundFile found) {
    return attributes(attributes, found, problems);
  }

  /** The same, by a reader of the calling thread. */
  public static Attributes attributes(AttributeReader reader, FoundFile found, Problems problems) {
    try {
      return found.attributes().withExtended(reader.extended(found.path()));
    } catch (IOException e) {
      problems.report(found.path(), "its extended attributes: " + e.getMessage());
      return found.attributes();
    }
  }

  private Scanned look(byte[] path, Path file, boolean root) {
    try {
      FoundFile found = attributes.read(file);
      if (root) {
        device = found.attributes().device();
      }
      switch (found.type()) {
        case OTHER -> {
          problems.report(file, "expected a file, a directory or a link, actual another kind");
          return null;
        }
        case DIRECTORY -> {
          if (!oneFileSystem || found.attributes().device() == device) {
            levels.push(new Level(path, children(file).iterator()));
          }
        }
        case FILE, SYMBOLIC_LINK -> {}
      }
      return new Scanned(path, found);
    } catch (IOException e) {
      problems.report(file, e.toString());
      return null;
    }
  }

  private List<Child> children(Path folder) throws IOException {
    List<Child> children = new ArrayList<>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
      for (Path child : names) {
        if (!excludes.excludes(source.path(), child)) {
          children.add(new Child(PathBytes.name(child), child));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(Comparator.comparing(Child::name, Arrays::compareUnsigned));
    return children;
  }

  @Override
  public void close() {
    attributes.close();
  }
}
