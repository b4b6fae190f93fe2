package io.machinenative.axiom.engine.plugin.lent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.agrona.ErrorHandler;

/**
 * Appends a plugin's log to a file; at {@value #MAX_BYTES} bytes that becomes {@code NAME.1}, and a
 * new one is begun. Called by one thread at a time.
 */
final class LogFile implements Consumer<PluginLog.Entry> {
  static final long MAX_BYTES = 1L << 20;

  private final Path file;
  private final ErrorHandler errors;
  private boolean failed;

  LogFile(Path file, ErrorHandler errors) {
    this.file = file;
    this.errors = errors;
  }

  @Override
  public void accept(PluginLog.Entry entry) {
    try {
      Files.createDirectories(file.getParent());
      if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
        Path older = file.resolveSibling(file.getFileName() + ".1");
        Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(
          file,
          entry + System.lineSeparator(),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        errors.onError(new IllegalStateException("the log " + file + " cannot be written", e));
      }
      failed = true;
    }
  }
}
