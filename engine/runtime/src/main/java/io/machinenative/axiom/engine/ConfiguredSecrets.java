package io.machinenative.axiom.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.SecretProvider;
import io.machinenative.axiom.engine.config.SecretsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets from files of a folder, as containers are given them, and from environment variables. The
 * folder is asked first, each time anew, so that a secret can be changed while the server runs. Any
 * thread.
 *
 * <p>A file is a secret of its name. One line end after it is no part of it, since editors and
 * {@code echo} put it there. The variable of {@code s3-access-key-id} with the prefix {@code
 * AXIOM_SECRET_} is {@code AXIOM_SECRET_S3_ACCESS_KEY_ID}.
 */
final class ConfiguredSecrets implements SecretProvider {
  private static final int FILE_MAX_BYTES = 1 << 16;

  private final SecretsConfig config;
  private final Map<String, String> environment;

  /**
   * @param environment the variables of this process
   * @throws IllegalArgumentException when the folder is none
   */
  ConfiguredSecrets(SecretsConfig config, Map<String, String> environment) {
    config
        .folder()
        .filter(folder -> !Files.isDirectory(folder))
        .ifPresent(folder -> {
          throw new IllegalArgumentException(
              "secrets.folder: expected a folder, got " + folder.toAbsolutePath());
        });
    this.config = config;
    this.environment = environment;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException when its file is there and cannot be read, or is longer than 64
   *     KiB
   */
  @Override
  public Optional<byte[]> secret(String name) {
    return config
        .folder()
        .flatMap(folder -> read(folder.resolve(name)))
        .or(() -> config.environment().flatMap(prefix -> variable(prefix, name)));
  }

  private static Optional<byte[]> read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(FILE_MAX_BYTES + 1);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the secret " + file.getFileName() + " cannot be read", e);
    }
    try {
      if (bytes.length > FILE_MAX_BYTES) {
        throw new UncheckedIOException(
            new IOException(
                "the secret "
                    + file.getFileName()
                    + ": expected at most "
                    + FILE_MAX_BYTES
                    + " bytes, got more"));
      }
      return Optional.of(Arrays.copyOf(bytes, lengthWithoutLineEnd(bytes)));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static int lengthWithoutLineEnd(byte[] bytes) {
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\n') {
      length--;
      if (length > 0 && bytes[length - 1] == '\r') {
        length--;
      }
    }
    return length;
  }

  private Optional<byte[]> variable(String prefix, String name) {
    String variable = prefix + name.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
    return Optional.ofNullable(environment.get(variable)).map(value -> value.getBytes(UTF_8));
  }
}
