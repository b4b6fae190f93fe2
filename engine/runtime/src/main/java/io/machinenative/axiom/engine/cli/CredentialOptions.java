package io.machinenative.axiom.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * What a command presents to a server: an API key, a token. From an option, a file, or the
 * environment, in this order; a file and the environment keep it out of lists of processes.
 */
final class CredentialOptions {
  /** Variable of the environment that holds the credentials. */
  static final String VARIABLE = "AXIOM_TOKEN";

  /** Variable that names a file that holds them. */
  static final String FILE_VARIABLE = "AXIOM_TOKEN_FILE";

  @Option(
      names = "--token",
      paramLabel = "TEXT",
      description = {
        "API key or token, when the server asks for one;",
        "otherwise from --token-file, $AXIOM_TOKEN or the file $AXIOM_TOKEN_FILE."
      })
  private Optional<String> token = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File that holds it, alone in its first line.")
  private Optional<Path> file = Optional.empty();

  /**
   * The credentials; empty for none.
   *
   * @throws CommandFailure when the file cannot be read
   */
  Optional<String> read() {
    if (token.isPresent()) {
      return token;
    }
    if (file.isPresent()) {
      return Optional.of(firstLine(file.get()));
    }
    return variable(VARIABLE).or(() -> variable(FILE_VARIABLE).map(Path::of).map(this::firstLine));
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  private String firstLine(Path from) {
    try {
      return Files.readString(from).lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "the credentials cannot be read: " + e);
    }
  }
}
