package io.machinenative.axiom.benchmarks.cli;

import io.machinenative.axiom.benchmarks.registry.RegistryReport;
import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.cli.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.agrona.IoUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code axiom bench registry}: all that is promised of the registry. */
@Command(
    name = "registry",
    description = {
      "Measures the registry over its store on this disk: pages of twenty by questions of all",
      "kinds, durable registrations by sixteen writers, how long a change takes to a thousand",
      "watchers, calls while the registry changes, and a million records. About two minutes, 2 GB."
    },
    mixinStandardHelpOptions = true)
public final class RegistryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--services",
      defaultValue = "100000",
      paramLabel = "COUNT",
      description = "Registered (default: ${DEFAULT-VALUE}).")
  private int services;

  @Option(
      names = "--parts",
      split = ",",
      paramLabel = "PART",
      description = {
        "Of: pages, writers, million, calls, lookups, gets (default: all).",
        "pages: also registrations on one thread, opening, watchers."
      })
  private List<String> parts = List.of("lookups", "gets", "writers", "pages", "calls", "million");

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "A folder on the disk to measure (default: the system's for temporary files).")
  private Optional<Path> directory = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Conditions conditions = Conditions.ofThisHost();
    Terminal terminal = BenchCommand.terminal(spec);
    Map<String, Object> answer = new LinkedHashMap<>();
    try {
      Path scratch =
          directory.isPresent()
              ? Files.createTempDirectory(directory.get(), "axiom-bench-registry-")
              : Files.createTempDirectory("axiom-bench-registry-");
      try {
        new RegistryReport(scratch, services, terminal::progress).run(parts, answer);
      } finally {
        IoUtil.delete(scratch.toFile(), true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answer.put("cores", conditions.cores());
    answer.put("cpu", conditions.cpu());
    answer.put("load_average", conditions.loadAverage());
    answer.put("java", conditions.java());
    answer.put("commit", conditions.commit().orElse("unknown"));
    if (json) {
      terminal.printJson(answer);
    } else {
      answer.forEach((name, value) -> terminal.print(name.replace('_', ' ') + ": " + value));
    }
    return ExitCode.OK;
  }
}
