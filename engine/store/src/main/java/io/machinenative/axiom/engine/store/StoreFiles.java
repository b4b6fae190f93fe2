package io.machinenative.axiom.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a store, by name.
 *
 * <pre>
 *   lock                          who has the directory
 *   head                          how far the journal is acknowledged, and what the view is
 *   lineage                       which run of the store this is
 *   00000000000000000017.snapshot the live records of all segments up to 17
 *   00000000000000000018.journal  what came after, segment by segment
 *   00000000000000000019.journal
 *   view-4.map                    the records for readers, generation 4
 *   image                         what the registry made of the records, after an orderly end
 *   *.new                         not finished: removed at the next start
 * </pre>
 *
 * Any thread; immutable.
 *
 * @param directory of the store
 */
record StoreFiles(Path directory) {
  private static final Pattern SEGMENT = Pattern.compile("(\\d{20})\\.(journal|snapshot)");
  private static final Pattern VIEW = Pattern.compile("view-\\d+\\.map");
  private static final String UNFINISHED = ".new";

  /** What the truth consists of: at most one snapshot, then the segments after it, in order. */
  record Journal(Optional<Path> snapshot, List<Path> segments) {
    /** All files, in the order in which they are read. */
    List<Path> inOrder() {
      return Stream.concat(snapshot.stream(), segments.stream()).toList();
    }
  }

  Path lock() {
    return directory.resolve("lock");
  }

  Path head() {
    return directory.resolve("head");
  }

  Path lineage() {
    return directory.resolve("lineage");
  }

  Path view(long generation) {
    return directory.resolve("view-" + generation + ".map");
  }

  Path image() {
    return directory.resolve("image");
  }

  Path segment(long number) {
    return directory.resolve("%020d.journal".formatted(number));
  }

  Path snapshot(long number) {
    return directory.resolve("%020d.snapshot".formatted(number));
  }

  static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + UNFINISHED);
  }

  static long numberOf(Path file) {
    Matcher matcher = SEGMENT.matcher(file.getFileName().toString());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected a segment or a snapshot, actual " + file);
    }
    return Long.parseLong(matcher.group(1));
  }

  static FileHeader.Kind kindOf(Path file) {
    return file.getFileName().toString().endsWith(".snapshot")
        ? FileHeader.Kind.SNAPSHOT
        : FileHeader.Kind.JOURNAL;
  }

  /**
   * Lists the journal. Files that the newest snapshot covers are left out: a compaction ended
   * before it could remove them.
   */
  Journal journal() {
    List<Path> all = list(SEGMENT);
    Optional<Path> snapshot =
        all.stream()
            .filter(file -> kindOf(file) == FileHeader.Kind.SNAPSHOT)
            .max(Comparator.comparingLong(StoreFiles::numberOf));
    long covered = snapshot.map(StoreFiles::numberOf).orElse(0L);
    List<Path> segments =
        all.stream()
            .filter(file -> kindOf(file) == FileHeader.Kind.JOURNAL && numberOf(file) > covered)
            .sorted(Comparator.comparingLong(StoreFiles::numberOf))
            .toList();
    return new Journal(snapshot, segments);
  }

  /** Removes what is not finished, what a snapshot covers, and views other than the one given. */
  void removeLeftovers(Optional<Path> view) {
    List<Path> journal = journal().inOrder();
    List<Path> leftovers = new ArrayList<>(list(Pattern.compile(".*\\" + UNFINISHED)));
    list(SEGMENT).stream().filter(file -> !journal.contains(file)).forEach(leftovers::add);
    list(VIEW).stream().filter(file -> !file.equals(view.orElse(null))).forEach(leftovers::add);
    leftovers.forEach(StoreFiles::remove);
  }

  private List<Path> list(Pattern name) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> name.matcher(file.getFileName().toString()).matches()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the store " + directory + " cannot be listed: " + e, e);
    }
  }

  static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be removed: " + e, e);
    }
  }

  /** Gives a finished file its name, for good: also when the power goes. */
  void finish(Path file) throws IOException {
    Files.move(unfinished(file), file, StandardCopyOption.ATOMIC_MOVE);
    syncDirectory();
  }

  /** Makes creations, renamings and removals durable. */
  void syncDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
