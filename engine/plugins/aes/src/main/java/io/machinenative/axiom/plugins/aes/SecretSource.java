package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.natives.aes.KeyFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where a passphrase comes from. Any thread. */
@FunctionalInterface
public interface SecretSource {
  /** More is no passphrase. */
  int MAX_BYTES = 4096;

  /** How long a program may take. */
  long COMMAND_TIMEOUT_S = 10;

  /**
   * The passphrase as bytes; the caller wipes them.
   *
   * @throws IOException when it is not to be had
   */
  byte[] read() throws IOException;

  /** An environment variable of this process. */
  static SecretSource environment(String name) {
    return () -> {
      String value = System.getenv(name);
      if (value == null) {
        throw new IOException("expected the environment variable " + name + ", actual none");
      }
      return value.getBytes(UTF_8);
    };
  }

  /** A file for its owner alone; a line end at its end does not count. */
  static SecretSource file(Path file) {
    return () -> {
      if (KeyFile.isOpenToOthers(file)) {
        throw new IOException(
            file + ": expected a file for its owner alone, actual others may read or change it");
      }
      try (InputStream in = Files.newInputStream(file)) {
        return whole(in, file.toString());
      }
    };
  }

  /** What a program writes to its standard output; it gets no input. */
  static SecretSource command(List<String> command) {
    return () -> {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream out = process.getInputStream()) {
        if (!process.waitFor(COMMAND_TIMEOUT_S, TimeUnit.SECONDS)) {
          throw new IOException(
              command.getFirst() + ": expected a secret within 10 s, actual nothing");
        }
        byte[] secret = whole(out, command.getFirst());
        if (process.exitValue() != 0) {
          Arrays.fill(secret, (byte) 0);
          throw new IOException(
              command.getFirst() + ": expected exit code 0, actual " + process.exitValue());
        }
        return secret;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException stopped = new InterruptedIOException("interrupted");
        stopped.initCause(e);
        throw stopped;
      } finally {
        process.destroyForcibly();
      }
    };
  }

  private static byte[] whole(InputStream in, String from) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    try {
      if (bytes.length > MAX_BYTES) {
        throw new IOException(from + ": expected at most 4096 bytes, actual more");
      }
      int length = bytes.length;
      while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
        length--;
      }
      return Arrays.copyOf(bytes, length);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
