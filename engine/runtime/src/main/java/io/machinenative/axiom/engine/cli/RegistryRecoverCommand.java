package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.engine.RegistryOptions;
import io.machinenative.axiom.engine.store.StoreRecovery;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code axiom registry recover}: makes a damaged registry one that opens. */
@Command(
    name = "recover",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a damaged registry of a stopped server one that opens, and says what was lost. The",
      "files as they were stay in its folder damaged-N. Who watches has to read anew afterwards."
    })
final class RegistryRecoverCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private StoppedRegistry registry;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      defaultValue = "cut",
      description = {
        "cut (default): keep what came before the first damage, as it was at one moment.",
        "skip: keep all that is undamaged; a record that was removed or replaced in the damaged",
        "place comes back."
      })
  private StoreRecovery.Policy policy;

  @Option(
      names = "--records",
      paramLabel = "N",
      description = "Room for so many (default: 100000, as a registry that is not configured).")
  private Optional<Integer> records = Optional.empty();

  RegistryRecoverCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return registry.with(this::recover);
  }

  private int recover(Path directory) {
    int room = records.orElse(RegistryOptions.DEFAULTS.records());
    StoreRecovery.Result result =
        StoreRecovery.recover(directory, policy, StoppedRegistry.roomFor(room).storeSize());
    result.losses().forEach(loss -> terminal.note("lost: " + loss));
    result
        .originals()
        .ifPresent(originals -> terminal.note("the files as they were: " + originals));
    terminal.print(
        result.records()
            + " records in "
            + directory
            + " up to revision "
            + result.revision()
            + (result.originals().isEmpty()
                ? ", nothing was damaged"
                : ", " + result.losses().size() + " damaged places"));
    return ExitCode.OK;
  }
}
