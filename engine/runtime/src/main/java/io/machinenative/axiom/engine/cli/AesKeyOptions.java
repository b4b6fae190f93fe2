package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.KeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** With which key a command seals and opens, and what it authenticates beside. */
final class AesKeyOptions {
  @Option(
      names = {"-k", "--key"},
      required = true,
      paramLabel = "FILE",
      description = {
        "Key file: 64 hexadecimal digits or Base64, one key a line.",
        "The first one seals; to open, each is tried."
      })
  private Path file;

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

  /** The keys; whoever calls closes them. */
  List<AesKey> read() {
    try {
      if (!insecure && KeyFile.isOpenToOthers(file)) {
        throw new CommandFailure(
            ExitCode.USAGE,
            file
                + " is open to others than its owner: chmod 600 "
                + file
                + ", or say --insecure-key");
      }
      return KeyFile.read(file);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "the key cannot be read: " + e);
    }
  }

  byte[] aad() {
    return aad.getBytes(StandardCharsets.UTF_8);
  }
}
