package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.KeyFile;
import io.machinenative.axiom.plugins.aes.KeyAccess;
import io.machinenative.axiom.plugins.aes.KeyFileAccess;
import io.machinenative.axiom.plugins.aes.PassphraseAccess;
import io.machinenative.axiom.plugins.aes.SecretSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** With which key a command seals and opens, and what it authenticates beside. */
final class AesKeyOptions {
  @Option(
      names = {"-k", "--key"},
      paramLabel = "FILE",
      description = {
        "Key file: 64 hexadecimal digits or Base64, one key a line.",
        "The first one seals; to open, each is tried."
      })
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "A passphrase instead, from a file that only you may read.")
  private Optional<Path> passphraseFile = Optional.empty();

  @Option(
      names = "--passphrase-env",
      paramLabel = "NAME",
      description = "A passphrase instead, from an environment variable.")
  private Optional<String> passphraseVariable = Optional.empty();

  @Option(
      names = "--insecure-key",
      description = "Takes a key file that others may read or change, too.")
  private boolean insecure;

  @Option(
      names = "--aad",
      paramLabel = "TEXT",
      defaultValue = "",
      description =
          "Associated data, such as the file's name: must be the same to seal and to open.")
  private String aad;

  /** Whether a passphrase was named, and not a key file. */
  boolean isPassphrase() {
    if ((file.isPresent() ? 1 : 0)
            + (passphraseFile.isPresent() ? 1 : 0)
            + (passphraseVariable.isPresent() ? 1 : 0)
        != 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "expected one of --key, --passphrase-file and --passphrase-env");
    }
    return file.isEmpty();
  }

  /** Keys for containers; whoever calls closes them. */
  KeyAccess access() {
    if (!isPassphrase()) {
      return new KeyFileAccess(read());
    }
    byte[] passphrase = {};
    try {
      passphrase =
          passphraseFile
              .map(SecretSource::file)
              .orElseGet(() -> SecretSource.environment(passphraseVariable.orElseThrow()))
              .read();
      return PassphraseAccess.of(passphrase, new SecureRandom());
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "the passphrase cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    } finally {
      Arrays.fill(passphrase, (byte) 0);
    }
  }

  /** The keys of the key file; whoever calls closes them. */
  List<AesKey> read() {
    Path keys = file.orElseThrow();
    try {
      if (!insecure && KeyFile.isOpenToOthers(keys)) {
        throw new CommandFailure(
            ExitCode.USAGE,
            keys
                + " is open to others than its owner: chmod 600 "
                + keys
                + ", or say --insecure-key");
      }
      return KeyFile.read(keys);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "the key cannot be read: " + e);
    }
  }

  byte[] aad() {
    return aad.getBytes(StandardCharsets.UTF_8);
  }
}
