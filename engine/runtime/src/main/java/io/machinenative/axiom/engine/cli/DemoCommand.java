package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.config.Quantity;
import io.machinenative.axiom.engine.demo.CarrierReport;
import io.machinenative.axiom.engine.demo.Demo;
import io.machinenative.axiom.engine.demo.DemoFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code axiom demo}: the main job, with real files on all four carriers. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a server, sends real files through its tools on all four carriers, checks every"
          + " reply",
      "against a computation of its own, and shows the latency."
    })
final class DemoCommand implements Callable<Integer> {
  /** Arguments and framing of a call fit beside the file. */
  private static final long MAX_FILE_BYTES = WireLimits.DEFAULT_MAX_MESSAGE_BYTES - 64 * 1024;

  private final Terminal terminal;

  @Parameters(
      arity = "0..*",
      paramLabel = "PATH",
      description = "Files and folders (default: Axiom's own tree).")
  private List<Path> paths = List.of();

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    DemoFiles files = files();
    int count = files.files().size();
    List<CarrierReport> reports =
        new Demo(SystemNanoClock.INSTANCE)
            .run(
                files.files(),
                (done, carrier) -> terminal.progress(carrier + ": " + done + "/" + count));
    if (json) {
      printJson(files, reports);
    } else {
      printTable(files, reports);
    }
    return reports.stream().allMatch(report -> report.faults().isEmpty())
        ? ExitCode.OK
        : ExitCode.FAILED;
  }

  private DemoFiles files() throws IOException {
    List<Path> roots =
        paths.isEmpty() ? List.of(Path.of(System.getProperty("axiom.root", "."))) : paths;
    DemoFiles files;
    try {
      files = DemoFiles.below(roots, MAX_FILE_BYTES);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(ExitCode.USAGE, "there is no " + e.getMessage());
    }
    if (files.files().isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "there is no file below " + roots);
    }
    return files;
  }

  private void printJson(DemoFiles files, List<CarrierReport> reports) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("files", files.files().size());
    answer.put("skipped", files.skipped());
    answer.put("carriers", reports.stream().map(CarrierReport::toMap).toList());
    terminal.printJson(answer);
  }

  private void printTable(DemoFiles files, List<CarrierReport> reports) {
    terminal.print(
        files.files().size()
            + " files on each carrier: hashed, echoed and queried by tools, every"
            + " reply checked"
            + (files.skipped() > 0 ? "; " + files.skipped() + " too long, skipped" : ""));
    terminal.print("");
    terminal.print("carrier       calls      data   64-byte echo:  p50        p99        max");
    for (CarrierReport report : reports) {
      terminal.print(
          String.format(
              Locale.ROOT,
              "%-10s %8d %9s %18s %10s %10s   %s",
              report.carrier(),
              report.calls(),
              Quantity.ofBytes(report.bytes() >> 10 << 10),
              microseconds(report.p50Ns()),
              microseconds(report.p99Ns()),
              microseconds(report.maxNs()),
              report.faults().isEmpty() ? terminal.good("ok") : terminal.bad("WRONG")));
    }
    for (CarrierReport report : reports) {
      report
          .faults()
          .forEach(fault -> terminal.print(terminal.bad(report.carrier() + ": " + fault)));
    }
  }

  private static String microseconds(long ns) {
    return String.format(Locale.ROOT, "%.1f µs", ns / 1000.0);
  }
}
