package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.testkit.kill.Ordeal;
import io.machinenative.axiom.testkit.tasks.TaskKiller;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code axiom fuzz tasks}: a server with tasks of MCP clients, killed at random points. */
@Command(
    name = "tasks",
    description = {
      "Kills a server at random points (SIGKILL) while MCP clients begin tasks, see them end and",
      "cancel them. After each kill another server starts on the same folder and must know every",
      "task that was acknowledged: ended ones as they ended, with their results.",
      "The same seed gives the same tasks; where the kills fall also depends on the machine."
    },
    mixinStandardHelpOptions = true)
public final class FuzzTasksCommand extends FuzzKillsCommand {
  @Override
  Ordeal ordeal(long seedOfRun, Path directory) {
    return new TaskKiller(seedOfRun, directory);
  }

  @Override
  String verdict() {
    return "every acknowledged task was found, ended ones as they ended";
  }
}
