package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.testkit.kill.Ordeal;
import io.machinenative.axiom.testkit.store.StoreKiller;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code axiom fuzz store}: the store's writer, killed at random points. */
@Command(
    name = "store",
    description = {
      "Kills the writer of a store at random points (SIGKILL), and looks for changes that were",
      "acknowledged and are lost, for half records, and for starts that need a hand.",
      "The same seed gives the same changes; where the kills fall also depends on the machine."
    },
    mixinStandardHelpOptions = true)
public final class FuzzStoreCommand extends FuzzKillsCommand {
  @Override
  Ordeal ordeal(long seedOfRun, Path directory) throws IOException {
    return new StoreKiller(seedOfRun, directory);
  }

  @Override
  String verdict() {
    return "nothing acknowledged was lost, no half record, no start needed a hand";
  }
}
