package io.machinenative.axiom.benchmarks.cli;

import io.machinenative.axiom.benchmarks.zstd.Blocks;
import io.machinenative.axiom.benchmarks.zstd.Sample;
import io.machinenative.axiom.benchmarks.zstd.ZstdPeer;
import io.machinenative.axiom.benchmarks.zstd.ZstdProgram;
import io.machinenative.axiom.benchmarks.zstd.ZstdRace;
import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.cli.Terminal;
import io.machinenative.axiom.natives.zstd.Zstd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code axiom bench zstd}: our zstd beside others, over the same blocks. */
@Command(
    name = "zstd",
    description = {
      "Compresses and decompresses blocks with Axiom's zstd, zstd-jni and aircompressor in turn,",
      "and with the zstd program as outside reference. CPU time, medians."
    },
    mixinStandardHelpOptions = true)
public final class ZstdBenchCommand implements Callable<Integer> {
  private static final long MS_NS = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--sample",
      defaultValue = "mixed",
      paramLabel = "json|text|elf|mixed",
      description = "What is compressed (default: ${DEFAULT-VALUE}).")
  private Sample sample;

  @Option(
      names = "--block",
      split = ",",
      defaultValue = "64,1024,16384,1048576",
      paramLabel = "BYTES",
      description = "Lengths of a block (default: ${DEFAULT-VALUE}).")
  private List<Integer> blockBytes;

  @Option(
      names = "--level",
      split = ",",
      defaultValue = "1,3",
      paramLabel = "LEVEL",
      description = "Levels (default: ${DEFAULT-VALUE}).")
  private List<Integer> levels;

  @Option(
      names = "--dictionary",
      description = "JSON messages of 1 KiB instead, without and with a trained dictionary.")
  private boolean dictionary;

  @Option(
      names = "--turns",
      defaultValue = "15",
      paramLabel = "COUNT",
      description = "Turns of each, whose median counts (default: ${DEFAULT-VALUE}).")
  private int turns;

  @Option(
      names = "--turn-ms",
      defaultValue = "20",
      paramLabel = "MS",
      description = "How long a turn takes (default: ${DEFAULT-VALUE}).")
  private int turnMs;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** One row of the table. */
  private record Row(String name, int blockBytes, int level, String who, ZstdRace.Lap lap) {
    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("blocks", name);
      map.put("block_bytes", blockBytes);
      map.put("level", level);
      map.put("who", who);
      map.put("compress_mb_s", lap.compressMbS());
      map.put("decompress_mb_s", lap.decompressMbS());
      map.put("ratio", lap.ratio());
      return map;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Terminal terminal = BenchCommand.terminal(spec);
    List<Row> rows = new ArrayList<>();
    for (int level : levels) {
      if (dictionary) {
        byte[] trained = Blocks.trainDictionary();
        race("messages", Blocks.ofMessages(level, new byte[0]), rows, terminal);
        race("with dictionary", Blocks.ofMessages(level, trained), rows, terminal);
      } else {
        for (int bytes : blockBytes) {
          String name = sample.name().toLowerCase(Locale.ROOT);
          race(name, Blocks.of(sample, bytes, level), rows, terminal);
        }
      }
    }
    if (json) {
      terminal.printJson(
          Map.of(
              "zstd", Zstd.availability().version(),
              "provider", Zstd.provider().name(),
              "rows", rows.stream().map(Row::toMap).toList()));
    }
    return ExitCode.OK;
  }

  private void race(String name, Blocks blocks, List<Row> rows, Terminal terminal)
      throws IOException, InterruptedException {
    if (!json && rows.isEmpty()) {
      terminal.print(Zstd.provider() + " " + Zstd.availability().version());
      terminal.print(
          String.format(
              Locale.ROOT,
              "%-16s %8s %5s  %-20s %10s %10s %6s",
              "blocks",
              "bytes",
              "level",
              "who",
              "MB/s",
              "back MB/s",
              "ratio"));
    }
    List<ZstdPeer> peers = new ArrayList<>(List.of(ZstdPeer.values()));
    if (blocks.hasDictionary()) {
      peers.removeIf(peer -> !peer.knowsDictionaries());
    }
    List<Row> these = new ArrayList<>();
    new ZstdRace(turns, turnMs * MS_NS)
        .run(peers, blocks)
        .forEach((peer, lap) -> these.add(row(name, blocks, peer.label(), lap)));
    Optional<ZstdRace.Lap> program = ZstdProgram.run(blocks, 1);
    program.ifPresentOrElse(
        lap -> these.add(row(name, blocks, "zstd -b", lap)),
        () -> terminal.note("there is no zstd program here to compare with"));
    rows.addAll(these);
    if (!json) {
      these.forEach(row -> print(row, terminal));
    }
  }

  private static Row row(String name, Blocks blocks, String who, ZstdRace.Lap lap) {
    return new Row(name, blocks.maxBytes(), blocks.level(), who, lap);
  }

  private static void print(Row row, Terminal terminal) {
    terminal.print(
        String.format(
            Locale.ROOT,
            "%-16s %8d %5d  %-20s %10.1f %10.1f %6.2f",
            row.name(),
            row.blockBytes(),
            row.level(),
            row.who(),
            row.lap().compressMbS(),
            row.lap().decompressMbS(),
            row.lap().ratio()));
  }
}
