package io.machinenative.axiom.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.client.RegistryClient;
import io.machinenative.axiom.client.RegistryWatch;
import io.machinenative.axiom.client.WatchEvent;
import io.machinenative.axiom.client.WatchOptions;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code axiom registry}: what is registered at a server. */
@Command(
    name = "registry",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows and changes what is registered at a server; see docs/registry.md.")
final class RegistryCommand {
  private static final String KEY = "KEY";
  private static final long WATCH_NS = TimeUnit.SECONDS.toNanos(20);
  private static final int CHANGE_LIMIT_NONE = 0;

  private final Terminal terminal;

  private RegistryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** With all that belongs to it. */
  static CommandLine with(Terminal terminal) {
    CommandLine registry = new CommandLine(new RegistryCommand(terminal));
    registry.addSubcommand(new RegistryUpdateCommand(terminal));
    registry.addSubcommand(new RegistryHeartbeatCommand(terminal));
    registry.addSubcommand(new RegistryVerifyCommand(terminal));
    registry.addSubcommand(new RegistryRecoverCommand(terminal));
    registry.addSubcommand(new RegistryMigrateCommand(terminal));
    return registry;
  }

  /** What to do with an open registry. */
  @FunctionalInterface
  private interface Work {
    int run(RegistryClient registry) throws IOException;
  }

  private int with(ServerOptions server, Work work) throws IOException {
    try (ServerOptions.Connection connection = server.connect()) {
      return work.run(new RegistryClient(connection.client()));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
  }

  @Command(
      name = "ls",
      aliases = "query",
      mixinStandardHelpOptions = true,
      description = "Lists the records that fit all that is asked for.")
  int list(
      @Mixin ServerOptions server,
      @Mixin RegistryCriteria criteria,
      @Option(names = "--json", description = "One JSON object in a line for each record.")
          boolean json)
      throws IOException {
    return with(
        server,
        registry -> {
          registry.forEach(
              criteria.toArguments(),
              record -> terminal.print(json ? Json.text(record) : line(record)));
          return ExitCode.OK;
        });
  }

  private static String line(Map<String, Object> record) {
    return String.format(
        Locale.ROOT,
        "%-50s  %-12s  %-9s  %s",
        key(record),
        record.get("status"),
        record.get("health"),
        record.getOrDefault("title", ""));
  }

  private static String key(Map<String, Object> record) {
    String key = record.get("kind") + "/" + record.get("name") + "@" + record.get("version");
    return record.containsKey("instance") ? key + "/" + record.get("instance") : key;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one record. Ends with 1 when there is none.")
  int show(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = KEY, description = "kind/name@version[/instance]") String key)
      throws IOException {
    return with(
        server,
        registry -> {
          Optional<Map<String, Object>> record = registry.get(key);
          record.ifPresentOrElse(
              found -> terminal.print(Json.pretty(Json.write(found))),
              () -> terminal.note("axiom: no record of " + key));
          return record.isPresent() ? ExitCode.OK : ExitCode.FAILED;
        });
  }

  @Command(
      name = "register",
      mixinStandardHelpOptions = true,
      description = "Registers the record of a file. Ends with 1 when it is refused.")
  int register(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "FILE", description = "A JSON object; - for standard input.")
          String file,
      @Option(names = "--replace", description = "In the place of one that has its key.")
          boolean replace)
      throws IOException {
    Map<String, Object> record = JsonFiles.object(JsonFiles.read(file), file);
    return with(server, registry -> answer(registry.register(record, replace)));
  }

  @Command(
      name = "deregister",
      mixinStandardHelpOptions = true,
      description = "Removes a record. Ends with 1 when it is refused.")
  int deregister(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = KEY, description = "kind/name@version[/instance]") String key,
      @Option(names = "--revision", paramLabel = "N", description = "Only if it has this one.")
          Optional<Long> revision)
      throws IOException {
    return with(server, registry -> answer(registry.deregister(key, revision)));
  }

  @Command(
      name = "watch",
      mixinStandardHelpOptions = true,
      description = {
        "Prints changes as they come, a JSON object in a line each, until it is stopped.",
        "When changes were missed it says so and goes on: {\"resync\":true}."
      })
  int watch(
      @Mixin ServerOptions server,
      @Option(
              names = "--after",
              paramLabel = "REVISION",
              description = "The last that is known (default: what is there now).")
          Optional<Long> after,
      @Option(
              names = "--feed",
              paramLabel = "UUID",
              description = "In which that revision was seen: feedId of stats.")
          Optional<UUID> feed,
      @Option(names = "--kind", paramLabel = "KIND", description = "Only of this kind.")
          Optional<String> kind,
      @Option(names = "--prefix", paramLabel = "TEXT", description = "Only names that begin so.")
          Optional<String> prefix,
      @Option(
              names = "--changes",
              paramLabel = "N",
              defaultValue = "0",
              description = "Ends after so many (default: never).")
          int limit)
      throws IOException {
    WatchOptions from =
        after
            .map(WatchOptions::after)
            .orElse(WatchOptions.NOW)
            .of(feed)
            .only(kind, prefix.orElse(""));
    return with(server, registry -> follow(registry, from, limit));
  }

  private int follow(RegistryClient registry, WatchOptions from, int limit) {
    try (RegistryWatch watch = registry.watch(from)) {
      int printed = 0;
      while (limit == CHANGE_LIMIT_NONE || printed < limit) {
        Optional<WatchEvent> event = watch.next(WATCH_NS);
        event.ifPresent(one -> terminal.print(Json.text(values(one, watch))));
        printed += event.orElse(null) instanceof WatchEvent.Changed ? 1 : 0;
      }
      return ExitCode.OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    }
  }

  private static Map<String, Object> values(WatchEvent event, RegistryWatch watch) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("revision", event.revision());
    switch (event) {
      case WatchEvent.Changed changed -> {
        values.put("type", changed.type());
        values.put("key", changed.key());
        changed.record().ifPresent(record -> values.put("record", record));
        if (changed.leftOut()) {
          values.put("leftOut", true);
        }
      }
      case WatchEvent.Resync _ -> {
        values.put("resync", true);
        watch.feedId().ifPresent(feed -> values.put("feed", feed.toString()));
      }
    }
    return values;
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Writes all records, a JSON object in a line each.")
  int export(
      @Mixin ServerOptions server,
      @Option(names = "--out", paramLabel = "FILE", description = "Instead of standard output.")
          Optional<Path> out)
      throws IOException {
    return with(
        server,
        registry -> {
          if (out.isEmpty()) {
            registry.forEach(Map.of(), record -> terminal.print(Json.text(record)));
            return ExitCode.OK;
          }
          int[] count = new int[1];
          try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(out.get(), UTF_8))) {
            registry.forEach(
                Map.of(),
                record -> {
                  file.println(Json.text(record));
                  count[0]++;
                });
            if (file.checkError()) {
              throw new CommandFailure(ExitCode.FAILED, out.get() + " cannot be written");
            }
          }
          terminal.note(count[0] + " records to " + out.get());
          return ExitCode.OK;
        });
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Registers the records of a file, a JSON object in a line each, in the place of those",
        "that have their keys. Names what is refused, goes on, and ends with 1 then."
      })
  int load(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "FILE", description = "As export writes it; - for standard input.")
          String file)
      throws IOException {
    List<Map<String, Object>> records = new ArrayList<>();
    int number = 0;
    for (String line : JsonFiles.read(file).lines().toList()) {
      number++;
      if (!line.isBlank()) {
        records.add(JsonFiles.object(line, file + ":" + number));
      }
    }
    return with(
        server,
        registry -> {
          int refused = 0;
          for (Map<String, Object> record : records) {
            Map<String, Object> answer = registry.register(importable(record), true);
            if (!Boolean.TRUE.equals(answer.get("done"))) {
              refused++;
              terminal.note(key(record) + ": " + answer.get("message"));
            }
          }
          terminal.print((records.size() - refused) + " registered, " + refused + " refused");
          return refused == 0 ? ExitCode.OK : ExitCode.FAILED;
        });
  }

  /** Without what only a registry writes. */
  private static Map<String, Object> importable(Map<String, Object> record) {
    Map<String, Object> copy = new LinkedHashMap<>(record);
    List.of("revision", "registeredAtMs", "updatedAtMs", "statistics", "expiredFrom")
        .forEach(copy::remove);
    return copy;
  }

  @Command(
      name = "stats",
      mixinStandardHelpOptions = true,
      description = "Counts records, leases and changes.")
  int statistics(@Mixin ServerOptions server) throws IOException {
    return with(
        server,
        registry -> {
          terminal.print(Json.pretty(Json.write(registry.statistics())));
          return ExitCode.OK;
        });
  }

  private int answer(Map<String, Object> answer) {
    terminal.print(Json.pretty(Json.write(answer)));
    return Boolean.TRUE.equals(answer.get("done")) ? ExitCode.OK : ExitCode.FAILED;
  }
}
