package io.machinenative.axiom.engine.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files in which Linux tells of itself. What is not there, or may not be read, is empty: a
 * check then says that it did not look.
 *
 * @param root {@code /}, or the folder of a sample
 */
record HostFiles(Path root) {
  /** Most that is read of a file: the longest, cpuinfo, has some 2 KiB for each core. */
  private static final int MAX_FILE_BYTES = 1 << 20;

  private Path resolve(String absolutePath) {
    return root.resolve(absolutePath.substring(1));
  }

  /**
   * A file's text without white space at its ends.
   *
   * <p>Read in one piece: files of /proc say that they are empty, and some of them answer the first
   * read only, so a reader that feels its way with a single byte gets no more than that.
   */
  Optional<String> text(String absolutePath) {
    byte[] bytes = new byte[MAX_FILE_BYTES];
    try (InputStream file = Files.newInputStream(resolve(absolutePath))) {
      int length = file.readNBytes(bytes, 0, bytes.length);
      return Optional.of(new String(bytes, 0, length, UTF_8).strip());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** A file's lines; none when it cannot be read. */
  List<String> lines(String absolutePath) {
    return text(absolutePath).map(text -> text.lines().toList()).orElse(List.of());
  }
}
