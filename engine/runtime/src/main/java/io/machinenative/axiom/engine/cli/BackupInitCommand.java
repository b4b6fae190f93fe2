package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.plugins.backup.keys.Argon2Cost;
import io.machinenative.axiom.plugins.backup.keys.Secret;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.RepositorySettings;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code axiom backup init}: makes a repository. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a repository in a directory.",
      "Keep the passphrase, or a copy of the key file: without it nobody restores anything."
    })
final class BackupInitCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private BackupOptions options;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  BackupInitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      options.makeFolder();
      try (Secret secret = options.secret(true);
          Repository repository =
              Repository.initialize(
                  options.storage(),
                  secret,
                  Argon2Cost.DEFAULT,
                  RepositorySettings.DEFAULT,
                  options.surroundings())) {
        if (json) {
          terminal.printJson(Map.of("repository", repository.id().toString()));
        } else {
          terminal.print("repository " + repository.id() + " in " + options.location());
        }
        return ExitCode.OK;
      }
    } catch (IOException e) {
      throw BackupCreateCommand.failed(e);
    }
  }
}
