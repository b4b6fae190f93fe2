package io.machinenative.axiom.benchmarks.cli;

import io.machinenative.axiom.engine.cli.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code axiom bench}: the measurements. */
@Command(
    name = "bench",
    description = "Measures, beside what it is measured against.",
    mixinStandardHelpOptions = true,
    subcommands = {
      RttCommand.class,
      StoreCommand.class,
      RegistryCommand.class,
      ZstdBenchCommand.class,
      AesBenchCommand.class,
      BackupBenchCommand.class,
      PipelineBenchCommand.class,
      SwapCommand.class,
      EdgeBenchCommand.class,
      GatewayBenchCommand.class,
      JmhCommand.class
    })
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Where a command of this module writes. Somebody watches when the process has a console. */
  static Terminal terminal(CommandSpec spec) {
    boolean interactive = System.console() != null && System.console().isTerminal();
    return new Terminal(spec.commandLine().getOut(), spec.commandLine().getErr(), interactive);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "expected what to measure: rtt, store, registry, zstd, aes, backup, pipeline, swap, edge or"
            + " jmh");
  }
}
