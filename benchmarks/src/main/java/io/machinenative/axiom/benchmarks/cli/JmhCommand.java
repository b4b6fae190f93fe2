package io.machinenative.axiom.benchmarks.cli;

import io.machinenative.axiom.benchmarks.process.ChildJvm;
import io.machinenative.axiom.engine.cli.CommandFailure;
import io.machinenative.axiom.engine.cli.ExitCode;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code axiom bench jmh}: the micro benchmarks. Forks run with the flags of this JVM. JMH itself
 * takes a fork that died for an empty table; here that is a failure.
 */
@Command(
    name = "jmh",
    description = "Runs the micro benchmarks, with what they allocate per operation.",
    mixinStandardHelpOptions = true)
public final class JmhCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      defaultValue = ".*",
      paramLabel = "REGEX",
      description = "Which ones, by class and method (default: all).")
  private String regex;

  @Option(names = "--forks", defaultValue = "1", description = "JVMs (default: ${DEFAULT-VALUE}).")
  private int forks;

  @Option(
      names = "-p",
      paramLabel = "NAME=VALUE",
      description = "Only these values of a parameter, commas between them (default: all).")
  private Map<String, String> parameters = Map.of();

  @Override
  public Integer call() {
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .include(regex)
            .forks(forks)
            .jvmArgs(ChildJvm.flags().toArray(String[]::new))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true);
    parameters.forEach((name, values) -> builder.param(name, values.split(",")));
    Options options = builder.build();
    try {
      Collection<RunResult> results = new Runner(options).run();
      if (results.isEmpty()) {
        throw new CommandFailure(ExitCode.FAILED, "no results for " + regex);
      }
      return ExitCode.OK;
    } catch (RunnerException e) {
      throw new CommandFailure(ExitCode.FAILED, regex + ": " + e);
    }
  }
}
