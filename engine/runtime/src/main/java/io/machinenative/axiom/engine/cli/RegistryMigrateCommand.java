package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.engine.RegistryOptions;
import io.machinenative.axiom.engine.store.StoreRecovery;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code axiom registry migrate}: makes room. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = {
      "Makes room for more records, or fewer, in the registry of a stopped server. Set",
      "registry.records to the same number before it starts again. Refused, and nothing changed,",
      "when there are more records than that."
    })
final class RegistryMigrateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private StoppedRegistry registry;

  @Option(
      names = "--records",
      paramLabel = "N",
      required = true,
      description = "Room for so many, 1 to 100000000.")
  private int records;

  RegistryMigrateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return registry.with(this::migrate);
  }

  private int migrate(Path directory) {
    RegistryOptions room = StoppedRegistry.roomFor(records);
    StoreRecovery.verify(directory); // damage is told before anything is made
    long count = StoreRecovery.resize(directory, room.storeSize(), UUID::randomUUID);
    terminal.print(
        count
            + " records in "
            + directory
            + ", room for "
            + records
            + "; set registry.records: "
            + records);
    return ExitCode.OK;
  }
}
