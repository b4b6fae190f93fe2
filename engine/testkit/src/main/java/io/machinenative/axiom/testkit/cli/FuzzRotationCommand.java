package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.testkit.keys.RotationKiller;
import io.machinenative.axiom.testkit.kill.Ordeal;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code axiom fuzz rotation}: a server that encrypts and rotates, killed at random points. */
@Command(
    name = "rotation",
    description = {
      "Kills a server at random points (SIGKILL) while it encrypts and rotates its key, and looks",
      "for containers that do not open, keys that are lost, and an audit log that is not whole.",
      "The same seed gives the same changes; where the kills fall also depends on the machine."
    },
    mixinStandardHelpOptions = true)
public final class FuzzRotationCommand extends FuzzKillsCommand {
  @Override
  Ordeal ordeal(long seedOfRun, Path directory) throws IOException {
    return new RotationKiller(seedOfRun, directory);
  }

  @Override
  String verdict() {
    return "every container opens, no key was lost, the audit log is whole";
  }
}
