package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.testkit.backup.BackupKiller;
import io.machinenative.axiom.testkit.kill.Ordeal;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code axiom fuzz backup}: who saves and prunes, killed at random points. */
@Command(
    name = "backup",
    description = {
      "Kills who makes and prunes snapshots at random points (SIGKILL). After each kill proves"
          + " every",
      "byte of the repository, and restores the last snapshot that was acknowledged.",
      "The same seed gives the same changes; where the kills fall also depends on the machine."
    },
    mixinStandardHelpOptions = true)
public final class FuzzBackupCommand extends FuzzKillsCommand {
  @Option(
      names = "--objects",
      description = "With the repository in object storage: S3Proxy, which is started for it.")
  private boolean objects;

  @Override
  Ordeal ordeal(long seedOfRun, Path directory) throws IOException {
    return objects
        ? BackupKiller.onObjects(seedOfRun, directory)
        : new BackupKiller(seedOfRun, directory);
  }

  @Override
  String verdict() {
    return "nothing acknowledged was lost, every byte was proven, no start needed a hand";
  }
}
