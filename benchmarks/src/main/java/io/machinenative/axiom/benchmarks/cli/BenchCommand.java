package io.machinenative.axiom.benchmarks.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code axiom bench}: the measurements. */
@Command(
    name = "bench",
    description = "Measures, beside what it is measured against.",
    mixinStandardHelpOptions = true,
    subcommands = {RttCommand.class, JmhCommand.class})
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected what to measure: rtt or jmh");
  }

  /** The command alone, for a class path without the launcher. */
  public static void main(String[] arguments) {
    CommandLine commandLine =
        new CommandLine(new BenchCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(commandLine.execute(arguments));
  }
}
