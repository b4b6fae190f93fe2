package io.machinenative.axiom.engine.base;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.agrona.ErrorHandler;

/**
 * A log that grows to a size, becomes {@code NAME.1} in the place of the one before, and is begun
 * anew. A disk that refuses is told of once, until it takes lines again. One thread at a time.
 */
public final class RollingFile {
  private final Path file;
  private final long mostBytes;
  private final ErrorHandler errors;
  private boolean failed;

  /**
   * @param file its folder is made when it is not there
   * @param mostBytes beyond which nothing is added to a file
   */
  public RollingFile(Path file, long mostBytes, ErrorHandler errors) {
    this.file = file;
    this.mostBytes = mostBytes;
    this.errors = errors;
  }

  /** Adds text, in UTF-8; false when it could not be written. */
  public boolean append(String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (Files.exists(file) && Files.size(file) > mostBytes) {
        Path older = file.resolveSibling(file.getFileName() + ".1");
        Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(
          file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        errors.onError(new IllegalStateException("the log " + file + " cannot be written", e));
      }
      failed = true;
    }
    return !failed;
  }
}
