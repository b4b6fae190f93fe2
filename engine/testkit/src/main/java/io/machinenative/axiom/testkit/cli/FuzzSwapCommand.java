package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.testkit.kill.Ordeal;
import io.machinenative.axiom.testkit.swap.SwapKiller;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code axiom fuzz swap}: a server whose plugin is swapped, killed at random points. */
@Command(
    name = "swap",
    description = {
      "Kills a server at random points (SIGKILL) while a client installs, swaps, rolls back,",
      "disables and enables a plugin. After each kill another server starts on the same folders",
      "and must serve the version that was acknowledged last, or the one that was on its way.",
      "The same seed gives the same changes; where the kills fall also depends on the machine."
    },
    mixinStandardHelpOptions = true)
public final class FuzzSwapCommand extends FuzzKillsCommand {
  @Override
  Ordeal ordeal(long seedOfRun, Path directory) throws IOException {
    return new SwapKiller(seedOfRun, directory);
  }

  @Override
  String verdict() {
    return "no acknowledged change was lost, no start needed a hand";
  }
}
