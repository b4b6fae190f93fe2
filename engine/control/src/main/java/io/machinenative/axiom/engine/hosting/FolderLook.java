package io.machinenative.axiom.engine.hosting;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.agrona.ErrorHandler;

/** Looks at a folder of plugins from outside: another content has another look. */
final class FolderLook {
  /** Of a folder of classes, more files are not looked at. */
  private static final int MAX_FILES = 65_536;

  private static final String SETTINGS = ".yaml";

  private final Path folder;
  private final ErrorHandler errors;
  private Map<Path, String> last = Map.of();

  FolderLook(Path folder, ErrorHandler errors) {
    this.folder = folder;
    this.errors = errors;
  }

  /** Whether a file says what an operator wants, and is no plugin. */
  static boolean isSettings(Path file) {
    return file.getFileName().toString().endsWith(SETTINGS);
  }

  /** The plugin that {@code ID.yaml} or {@code ID.ENV.yaml} speaks of. */
  static String idOf(Path settings) {
    String name = settings.getFileName().toString();
    return name.substring(0, name.indexOf('.'));
  }

  /** How each jar, folder of classes and file of settings looks, by name; as before on errors. */
  Map<Path, String> look() {
    Map<Path, String> looks = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(".")) {
          continue; // the operator's, as PluginShelf has it
        }
        if (Files.isDirectory(file)) {
          looks.put(file, tree(file));
        } else if (file.toString().endsWith(".jar") || isSettings(file)) {
          one(file, looks);
        }
      }
    } catch (IOException e) {
      errors.onError(new IllegalStateException("the folder of plugins cannot be read: " + e, e));
      return last;
    }
    last = looks;
    return looks;
  }

  private static void one(Path file, Map<Path, String> looks) throws IOException {
    try {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      looks.put(file, seen.size() + " " + seen.lastModifiedTime() + " " + seen.fileKey());
    } catch (NoSuchFileException _) {
      // Gone since the folder was listed: the next look finds it so.
    }
  }

  /** Number, bytes and newest time of all files, and a sum over their names and times. */
  private static String tree(Path root) throws IOException {
    long[] sums = new long[3];
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes seen) {
            sums[0]++;
            sums[1] += seen.size();
            long time = seen.lastModifiedTime().to(java.util.concurrent.TimeUnit.MICROSECONDS);
            sums[2] += (31L * file.hashCode() + time) * 0x9E3779B97F4A7C15L;
            return sums[0] < MAX_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE; // the next look finds it so
          }
        });
    return sums[0] + " " + sums[1] + " " + sums[2];
  }
}
