package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.engine.hosting.PluginAdministration.Changed;
import io.machinenative.axiom.engine.hosting.PluginAdministration.Listed;
import io.machinenative.axiom.engine.json.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code axiom plugin}: makes, checks, signs, installs and looks after plugins. */
@Command(
    name = "plugin",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Makes, packs, signs, installs and looks after plugins; see docs/plugins.md.",
    footer = {
      "",
      "What changes plugins works on a server that allows it (serve --plugins DIR",
      "--manage-plugins), or with --in on a folder, whether a server watches it or not."
    })
final class PluginCommand implements Runnable {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  private PluginCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  static CommandLine with(Terminal terminal) {
    CommandLine plugin = new CommandLine(new PluginCommand(terminal));
    plugin.addSubcommand(new PluginNewCommand(terminal));
    plugin.addSubcommand(new PluginPackageCommand(terminal));
    plugin.addSubcommand(new PluginKeygenCommand(terminal));
    plugin.addSubcommand(new PluginSignCommand(terminal));
    return plugin;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected a command, such as new or list");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists plugins: id, version, state, and what is wrong.")
  int list(
      @Mixin PluginPlace place,
      @Mixin ServerOptions server,
      @Option(names = "--json", description = "One JSON object.") boolean json) {
    try (ManagedPlugins plugins = place.open(server)) {
      List<Listed> all = plugins.list();
      if (json) {
        terminal.printJson(Map.of("plugins", all.stream().map(PluginCommand::values).toList()));
      } else {
        all.forEach(one -> terminal.print(line(one)));
      }
      return ExitCode.OK;
    }
  }

  private static String line(Listed one) {
    return String.format(
            Locale.ROOT,
            "%-24s  %-16s  %-11s  %s",
            one.id(),
            one.version(),
            one.state(),
            one.problem().isEmpty() ? one.description() : one.problem())
        .stripTrailing();
  }

  private static Map<String, Object> values(Record value) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (var component : value.getClass().getRecordComponents()) {
      try {
        Object of = component.getAccessor().invoke(value);
        values.put(component.getName(), of instanceof Record nested ? values(nested) : of);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError("a public record", e);
      }
    }
    return values;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows everything of one plugin, as JSON. Ends with 1 when there is none.")
  int show(
      @Mixin PluginPlace place,
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID") String id) {
    try (ManagedPlugins plugins = place.open(server)) {
      Optional<Listed> found =
          plugins.list().stream().filter(one -> one.id().equals(id)).findFirst();
      found.ifPresentOrElse(
          one -> terminal.print(Json.pretty(Json.write(values(one)))),
          () -> terminal.note("axiom: there is no plugin " + id + " in " + plugins.where()));
      return found.isPresent() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  @Command(
      name = "install",
      mixinStandardHelpOptions = true,
      description = {
        "Puts a new plugin there: checks the jar, and its signature in JAR.sig if there is one,",
        "shows its SHA-256 and records it. Ends with 1 when it is refused."
      })
  int install(
      @Mixin PluginPlace place,
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "JAR") Path jar,
      @Option(names = "--json", description = "One JSON object.") boolean json) {
    return change(place, server, json, "installed", plugins -> plugins.install(jar, false));
  }

  @Command(
      name = "swap",
      mixinStandardHelpOptions = true,
      description = "Puts a version in the place of the one that is there, without a failed call.")
  int swap(
      @Mixin PluginPlace place,
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "JAR") Path jar,
      @Option(
              names = "--trial",
              paramLabel = "SHARE",
              converter = ShareConverter.class,
              description = {
                "Gives it a share of the calls at first, as in 5%%: promote lets it serve,",
                "abort takes it back."
              })
          Optional<Double> trial,
      @Option(names = "--sessions", description = "With --trial: a share of the sessions.")
          boolean sessions,
      @Option(names = "--json", description = "One JSON object.") boolean json) {
    if (trial.isEmpty() && sessions) {
      throw new ParameterException(spec.commandLine(), "--sessions goes with --trial");
    }
    return trial.isPresent()
        ? change(
            place, server, json, "on trial", plugins -> plugins.trial(jar, trial.get(), sessions))
        : change(place, server, json, "swapped", plugins -> plugins.install(jar, true));
  }

  @Command(
      name = "promote",
      mixinStandardHelpOptions = true,
      description = "Lets the version that is on trial serve, in the place of the other.")
  int promote(
      @Mixin PluginPlace place,
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--json", description = "One JSON object.") boolean json) {
    return change(place, server, json, "promoted", plugins -> plugins.promote(id));
  }

  @Command(
      name = "abort",
      mixinStandardHelpOptions = true,
      description = "Takes the version back that is on trial.")
  int abort(
      @Mixin PluginPlace place,
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--json", description = "One JSON object.") boolean json) {
    return change(place, server, json, "taken back", plugins -> plugins.abort(id));
  }

  @Command(
      name = "enable",
      mixinStandardHelpOptions = true,
      description = "Lets a plugin serve that was disabled.")
  int enable(
      @Mixin PluginPlace place,
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--json", description = "One JSON object.") boolean json) {
    return change(place, server, json, "enabled", plugins -> plugins.enable(id));
  }

  @Command(
      name = "disable",
      mixinStandardHelpOptions = true,
      description = "Takes a plugin out of service, and keeps it.")
  int disable(
      @Mixin PluginPlace place,
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--json", description = "One JSON object.") boolean json) {
    return change(place, server, json, "disabled", plugins -> plugins.disable(id));
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = "Puts the version back that served before; once more undoes that.")
  int rollback(
      @Mixin PluginPlace place,
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--json", description = "One JSON object.") boolean json) {
    return change(place, server, json, "rolled back", plugins -> plugins.rollback(id));
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Takes a plugin out of service and deletes it, with what rollback would bring.")
  int remove(
      @Mixin PluginPlace place,
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--json", description = "One JSON object.") boolean json) {
    return change(place, server, json, "removed", plugins -> plugins.remove(id));
  }

  private int change(
      PluginPlace place,
      ServerOptions server,
      boolean json,
      String done,
      Function<ManagedPlugins, Changed> work) {
    try (ManagedPlugins plugins = place.open(server)) {
      Changed changed = work.apply(plugins);
      if (json) {
        terminal.printJson(values(changed));
      } else {
        terminal.print(changed.id() + " " + done + " in " + plugins.where() + versions(changed));
        if (!changed.sha256().isEmpty()) {
          terminal.print("sha256 " + changed.sha256());
          terminal.print(
              changed.signer().isEmpty() ? "not signed" : "signed by " + changed.signer());
        }
        plugins.list().stream()
            .filter(one -> one.id().equals(changed.id()) && one.version().equals(changed.to()))
            .findFirst()
            .ifPresent(one -> PluginGrants.of(one).forEach(terminal::print));
      }
      return ExitCode.OK;
    }
  }

  private static String versions(Changed changed) {
    if (changed.from().isEmpty()) {
      return ": " + changed.to();
    }
    return ": " + changed.from() + (changed.to().isEmpty() ? "" : " to " + changed.to());
  }

  @Command(
      name = "logs",
      mixinStandardHelpOptions = true,
      description = "Prints what a plugin of a server has logged last.")
  int logs(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID") String id,
      @Option(
              names = {"-n", "--lines"},
              paramLabel = "COUNT",
              defaultValue = "100",
              description = "At most 1000 (default: ${DEFAULT-VALUE}).")
          int lines) {
    try (ManagedPlugins plugins = new ServerPlugins(server.connect())) {
      plugins.log(id, lines).forEach(terminal::print);
      return ExitCode.OK;
    }
  }
}
