package io.machinenative.axiom.benchmarks.cli;

import io.machinenative.axiom.benchmarks.aes.AesPeer;
import io.machinenative.axiom.benchmarks.aes.AesRace;
import io.machinenative.axiom.benchmarks.aes.OpensslSpeed;
import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.cli.Terminal;
import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.aes.GcmEngineReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code axiom bench aes}: our AES-256-GCM beside others, over messages of the same lengths. */
@Command(
    name = "aes",
    description = {
      "Seals and opens messages with each of Axiom's engines and with the JDK's cipher in turn,",
      "and with openssl speed as outside reference. CPU time of the thread, medians."
    },
    mixinStandardHelpOptions = true)
public final class AesBenchCommand implements Callable<Integer> {
  private static final long MS_NS = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--bytes",
      split = ",",
      defaultValue = "64,256,1024,16384,1048576",
      paramLabel = "BYTES",
      description = "Lengths of a message (default: ${DEFAULT-VALUE}).")
  private List<Integer> messageBytes;

  @Option(
      names = "--turns",
      defaultValue = "31",
      paramLabel = "COUNT",
      description = "Turns of each, whose median counts (default: ${DEFAULT-VALUE}).")
  private int turns;

  @Option(
      names = "--turn-ms",
      defaultValue = "10",
      paramLabel = "MS",
      description = "How long a turn takes (default: ${DEFAULT-VALUE}).")
  private int turnMs;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** One row of the table; what is not known is NaN. */
  private record Row(int bytes, String who, AesRace.Lap lap, double timesTheJdk) {
    double megabytesPerSecond() {
      return bytes / lap.sealNs() * 1e3;
    }

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("message_bytes", bytes);
      map.put("who", who);
      map.put("seal_ns", lap.sealNs());
      map.put("seal_mb_s", megabytesPerSecond());
      map.put("seal_times_jdk_array", timesTheJdk);
      if (!Double.isNaN(lap.openNs())) {
        map.put("open_ns", lap.openNs());
        map.put("allocated_bytes", lap.allocatedBytes());
      }
      return map;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Terminal terminal = BenchCommand.terminal(spec);
    if (!json) {
      printHead(terminal);
    }
    List<Row> all = new ArrayList<>();
    for (int bytes : messageBytes) {
      List<Row> rows = race(bytes);
      all.addAll(rows);
      if (!json) {
        rows.forEach(row -> print(row, terminal));
      }
    }
    if (json) {
      terminal.printJson(
          Map.of(
              "engine", AesGcm.engine().label(),
              "engines", AesGcm.engines().stream().map(AesBenchCommand::name).toList(),
              "rows", all.stream().map(Row::toMap).toList()));
    }
    return ExitCode.OK;
  }

  private List<Row> race(int bytes) throws IOException, InterruptedException {
    Map<AesPeer, AesRace.Lap> laps =
        new AesRace(turns, turnMs * MS_NS).run(AesPeer.usable(), bytes);
    double jdkNs = laps.get(AesPeer.JDK_ARRAY).sealNs();
    List<Row> rows = new ArrayList<>();
    laps.forEach((peer, lap) -> rows.add(new Row(bytes, peer.label(), lap, jdkNs / lap.sealNs())));
    OptionalDouble openssl = OpensslSpeed.sealNs(bytes);
    if (openssl.isPresent()) {
      AesRace.Lap lap = new AesRace.Lap(openssl.getAsDouble(), Double.NaN, Double.NaN);
      rows.add(new Row(bytes, "openssl speed", lap, jdkNs / lap.sealNs()));
    }
    return rows;
  }

  private static String name(GcmEngineReport report) {
    String library = report.engine().label() + " " + report.availability().version();
    return report.variant().isEmpty() ? library : library + " " + report.variant();
  }

  private static void printHead(Terminal terminal) {
    for (GcmEngineReport report : AesGcm.engines()) {
      terminal.note(name(report) + ": " + report.availability().reason());
    }
    terminal.print(
        String.format(
            Locale.ROOT,
            "%8s  %-16s %10s %10s %10s %10s %10s",
            "bytes",
            "who",
            "seal ns",
            "MB/s",
            "x byte[]",
            "open ns",
            "B/message"));
  }

  private static void print(Row row, Terminal terminal) {
    terminal.print(
        String.format(
            Locale.ROOT,
            "%8d  %-16s %10.1f %10.0f %10.2f %10.1f %10.1f",
            row.bytes(),
            row.who(),
            row.lap().sealNs(),
            row.megabytesPerSecond(),
            row.timesTheJdk(),
            row.lap().openNs(),
            row.lap().allocatedBytes()));
  }
}
