package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code axiom pipeline}: operations of plugins, connected to streams. */
@Command(
    name = "pipeline",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Plans, runs and explains pipelines; see docs/pipelines.md.")
final class PipelineCommand {
  private static final String SOURCE =
      "A file of YAML, or the name of a pipeline that axiom pipeline ls shows.";

  private static final String SET =
      "The value of a parameter; part.of=object for one of type object.";

  private static final String JSON = "Print one JSON object.";

  private final Terminal terminal;

  PipelineCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What to do with an open connection. */
  @FunctionalInterface
  private interface Work {
    int run(AxiomClient client) throws IOException, InterruptedException;
  }

  private static int with(PipelineTarget target, Work work)
      throws IOException, InterruptedException {
    try (ServerOptions.Connection connection = target.connect()) {
      return work.run(connection.client());
    }
  }

  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = "Runs a pipeline and prints its report. Ends with 1 when it did not succeed.",
      footer = {
        "",
        "Example:",
        "  axiom pipeline run archive --set source=docs --set target=docs.tar.zst.aes"
      })
  int run(
      @Mixin PipelineTarget target,
      @Parameters(paramLabel = "FILE|NAME", description = SOURCE) String source,
      @Option(names = "--set", paramLabel = "NAME=VALUE", description = SET)
          Map<String, String> values,
      @Option(names = "--json", description = JSON) boolean json)
      throws IOException, InterruptedException {
    Map<String, Object> arguments = arguments(source, values);
    return with(
        target,
        client -> {
          Map<?, ?> begun = call(client, "run", arguments);
          Map<?, ?> report = PipelineWatch.untilOver(client, (String) begun.get("run"), terminal);
          print(report, json);
          return "succeeded".equals(report.get("outcome")) ? ExitCode.OK : ExitCode.FAILED;
        });
  }

  @Command(
      name = "plan",
      mixinStandardHelpOptions = true,
      description = {
        "Shows what a run would do: streams, levels, connections, and what stands against it.",
        "Ends with 1 when it could not begin."
      })
  int plan(
      @Mixin PipelineTarget target,
      @Parameters(paramLabel = "FILE|NAME", description = SOURCE) String source,
      @Option(names = "--set", paramLabel = "NAME=VALUE", description = SET)
          Map<String, String> values,
      @Option(names = "--json", description = JSON) boolean json)
      throws IOException, InterruptedException {
    Map<String, Object> arguments = arguments(source, values);
    return with(
        target,
        client -> {
          Map<?, ?> plan = call(client, "plan", arguments);
          if (json) {
            terminal.print(Json.text(plan));
          } else {
            PipelineText.plan(plan).forEach(terminal::print);
          }
          return Boolean.TRUE.equals(plan.get("runnable")) ? ExitCode.OK : ExitCode.FAILED;
        });
  }

  @Command(
      name = "ls",
      aliases = "list",
      mixinStandardHelpOptions = true,
      description = "Lists pipelines with what they lack, and the operations that are there.")
  int list(@Mixin PipelineTarget target, @Option(names = "--json", description = JSON) boolean json)
      throws IOException, InterruptedException {
    return with(
        target,
        client -> {
          Map<?, ?> lists = call(client, "list", Map.of());
          if (json) {
            terminal.print(Json.text(lists));
          } else {
            PipelineText.lists(lists).forEach(terminal::print);
          }
          return ExitCode.OK;
        });
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Shows the runs that are under way, as JSON.")
  int status(@Mixin PipelineTarget target) throws IOException, InterruptedException {
    return with(target, client -> printJson(call(client, "status", Map.of())));
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Tells a run to end. Ends with 1 when it is not under way.")
  int cancel(
      @Mixin PipelineTarget target,
      @Parameters(paramLabel = "RUN", description = "Its id.") String run)
      throws IOException, InterruptedException {
    return with(
        target,
        client ->
            Boolean.TRUE.equals(call(client, "cancel", Map.of("run", run)).get("cancelled"))
                ? ExitCode.OK
                : ExitCode.FAILED);
  }

  @Command(
      name = "history",
      mixinStandardHelpOptions = true,
      description = "Lists the last runs, the latest first.")
  int history(
      @Mixin PipelineTarget target,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "20") int limit,
      @Option(names = "--json", description = "One JSON object in a line for each run.")
          boolean json)
      throws IOException, InterruptedException {
    return with(
        target,
        client -> {
          for (Object run : (List<?>) call(client, "history", Map.of("limit", limit)).get("runs")) {
            terminal.print(json ? Json.text(run) : PipelineText.line((Map<?, ?>) run));
          }
          return ExitCode.OK;
        });
  }

  @Command(
      name = "report",
      mixinStandardHelpOptions = true,
      description = "Shows a run: its stages with their numbers, and what follows from them.")
  int report(
      @Mixin PipelineTarget target,
      @Parameters(paramLabel = "RUN", description = "Its id.") String run,
      @Option(names = "--json", description = JSON) boolean json)
      throws IOException, InterruptedException {
    return with(
        target,
        client -> {
          print(call(client, "report", Map.of("run", run)), json);
          return ExitCode.OK;
        });
  }

  private int printJson(Map<?, ?> answer) {
    terminal.print(Json.pretty(Json.write(answer)));
    return ExitCode.OK;
  }

  private void print(Map<?, ?> report, boolean json) {
    if (json) {
      terminal.print(Json.text(report));
    } else {
      PipelineText.report(report).forEach(terminal::print);
    }
  }

  static Map<?, ?> call(AxiomClient client, String tool, Map<String, ?> arguments) {
    return (Map<?, ?>) Json.read(client.callJson("pipeline." + tool, Json.text(arguments)));
  }

  private static Map<String, Object> arguments(String source, Map<String, String> values) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    Path file = Path.of(source);
    if (Files.isRegularFile(file)) {
      try {
        arguments.put("yaml", Files.readString(file));
      } catch (IOException e) {
        throw new CommandFailure(ExitCode.USAGE, file + " cannot be read: " + e);
      }
    } else if (source.toLowerCase(Locale.ROOT).endsWith(".yaml")) {
      throw new CommandFailure(ExitCode.USAGE, "no such file: " + file);
    } else {
      arguments.put("name", source);
    }
    Map<String, Object> parameters = new LinkedHashMap<>();
    if (values != null) {
      values.forEach((name, value) -> ParameterPath.put(parameters, name, value));
    }
    arguments.put("parameters", parameters);
    return arguments;
  }
}
