package io.machinenative.axiom.testkit.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code axiom fuzz}: seeded faults. */
@Command(
    name = "fuzz",
    description = "Looks for defects with generated input.",
    mixinStandardHelpOptions = true,
    subcommands = {
      FuzzFramesCommand.class,
      FuzzStoreCommand.class,
      FuzzBackupCommand.class,
      FuzzRotationCommand.class,
      FuzzSwapCommand.class,
      FuzzTasksCommand.class,
      FuzzUploadCommand.class,
      FuzzPipelinesCommand.class,
      FuzzEdgeCommand.class
    })
public final class FuzzCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "expected what to fuzz: frames, store, backup, rotation, swap, tasks, upload, pipelines or"
            + " edge");
  }
}
