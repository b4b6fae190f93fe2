package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.repository.ChunkReader;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.SharedIndex;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.repository.SnapshotTotals;
import io.machinenative.axiom.plugins.backup.tree.Entry;
import io.machinenative.axiom.plugins.backup.tree.ExtendedAttribute;
import io.machinenative.axiom.plugins.backup.tree.TreeReader;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code axiom backup ls}: which snapshots there are, and what is in one. */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    description = "Lists the snapshots of a repository, or what is in one of them.")
final class BackupListCommand implements Callable<Integer> {
  private static final double MIB = 1 << 20;
  private static final long NS_S = 1_000_000_000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final Terminal terminal;

  @Mixin private BackupOptions options;

  @Parameters(
      arity = "0..1",
      paramLabel = "SNAPSHOT",
      description = "The first digits of its name, or latest.")
  private String snapshot;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  BackupListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (Repository repository = options.open()) {
      if (snapshot == null) {
        listSnapshots(repository.snapshots());
      } else {
        listEntries(repository, find(repository, snapshot));
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw BackupCreateCommand.failed(e);
    }
  }

  /** The snapshot of a name, which may be cut short. */
  static Snapshot find(Repository repository, String name) throws IOException {
    List<Snapshot> snapshots = repository.snapshots();
    if (name.equals("latest") && !snapshots.isEmpty()) {
      return snapshots.getLast();
    }
    List<Snapshot> found =
        snapshots.stream().filter(s -> s.id().toString().startsWith(name)).toList();
    if (found.size() != 1) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected one snapshot '" + name + "', got " + found.size() + ": see backup ls");
    }
    return found.getFirst();
  }

  private void listSnapshots(List<Snapshot> snapshots) {
    if (json) {
      terminal.printJson(
          Map.of("snapshots", snapshots.stream().map(BackupListCommand::toMap).toList()));
      return;
    }
    for (Snapshot s : snapshots) {
      terminal.print(
          String.format(
              Locale.ROOT,
              "%s  %s  %-12s  %7d files  %10.1f MiB  %s:%s%s",
              s.id().shortName(),
              time(s.timeMs()),
              s.kind().name().toLowerCase(Locale.ROOT),
              s.totals().files(),
              s.totals().bytes() / MIB,
              s.host(),
              String.join(",", s.sources()),
              s.tags().isEmpty() ? "" : "  [" + String.join(" ", s.tags()) + "]"));
    }
    terminal.note(snapshots.size() + " snapshots");
  }

  private static String time(long epochMs) {
    return TIME.format(Instant.ofEpochMilli(epochMs).atZone(ZoneId.systemDefault()));
  }

  /** A snapshot for programs. */
  static Map<String, Object> toMap(Snapshot s) {
    SnapshotTotals totals = s.totals();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("snapshot", s.id().toString());
    map.put("time", Instant.ofEpochMilli(s.timeMs()).toString());
    map.put("kind", s.kind().name());
    map.put("parent", s.parent().map(ObjectId::toString).orElse(""));
    map.put("host", s.host());
    map.put("sources", s.sources());
    map.put("tags", s.tags());
    map.put("files", totals.files());
    map.put("directories", totals.directories());
    map.put("symbolic_links", totals.symbolicLinks());
    map.put("bytes", totals.bytes());
    map.put("read_files", totals.readFiles());
    map.put("read_bytes", totals.readBytes());
    map.put("new_chunks", totals.newChunks());
    map.put("new_bytes", totals.newBytes());
    map.put("stored_bytes", totals.storedBytes());
    map.put("warnings", totals.warnings());
    map.put("duration_ms", totals.durationMs());
    return map;
  }

  private void listEntries(Repository repository, Snapshot found) throws IOException {
    try (SharedIndex index = new SharedIndex(repository);
        ChunkReader chunks = new ChunkReader(repository, index)) {
      TreeReader entries = new TreeReader(found.lists(), chunks::readTree);
      for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
        print(entry);
      }
    }
  }

  private void print(Entry entry) {
    if (json) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("type", entry.type().name());
      map.put("path", entry.pathText());
      map.put("mode", Integer.toOctalString(entry.attributes().mode()));
      map.put("uid", entry.attributes().uid());
      map.put("gid", entry.attributes().gid());
      map.put("bytes", entry.attributes().bytes());
      map.put("modified_ns", entry.attributes().modifiedNs());
      map.put(
          "extended_attributes",
          entry.attributes().extended().stream().map(ExtendedAttribute::nameText).toList());
      terminal.printJson(map);
      return;
    }
    String type =
        switch (entry.type()) {
          case FILE -> "-";
          case DIRECTORY -> "d";
          case SYMBOLIC_LINK -> "l";
          case HARD_LINK -> "h";
        };
    terminal.print(
        String.format(
            Locale.ROOT,
            "%s%04o%s %5d %5d %12d  %s  %s",
            type,
            entry.attributes().mode(),
            entry.attributes().extended().isEmpty() ? " " : "+",
            entry.attributes().uid(),
            entry.attributes().gid(),
            entry.attributes().bytes(),
            time(entry.attributes().modifiedNs() / NS_S * 1000),
            entry.pathText()));
  }
}
