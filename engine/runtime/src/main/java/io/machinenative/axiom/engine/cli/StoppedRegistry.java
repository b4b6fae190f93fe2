package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.engine.RegistryOptions;
import io.machinenative.axiom.engine.registry.StoreFullException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/**
 * The registry of a server that does not run, as options: what works on it has its folder to
 * itself, and says so when a server runs on it.
 */
final class StoppedRegistry {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The server's data directory.")
  private Path data;

  /** What to do in the registry's folder. */
  @FunctionalInterface
  interface Work {
    int run(Path directory);
  }

  /**
   * @throws CommandFailure when the folder cannot be read, or has no room
   */
  int with(Work work) {
    try {
      return work.run(data.resolve("registry"));
    } catch (StoreFullException e) {
      throw new CommandFailure(ExitCode.FAILED, e.getMessage());
    } catch (UncheckedIOException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
  }

  /**
   * @throws CommandFailure when a registry cannot have so many
   */
  static RegistryOptions roomFor(int records) {
    try {
      return new RegistryOptions(records, false);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--records: " + e.getMessage());
    }
  }
}
