package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.client.ToolDetails;
import io.machinenative.axiom.client.ToolSummary;
import io.machinenative.axiom.engine.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code axiom tools}: lists the tools of a server, or describes one. */
@Command(
    name = "tools",
    mixinStandardHelpOptions = true,
    description = "Lists the tools of a server, or describes one with its schemas.")
final class ToolsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "TOOL",
      description = "Describes this tool instead of listing all.")
  private Optional<String> tool = Optional.empty();

  @Mixin private ServerOptions server;

  @Option(names = "--prefix", description = "Only names that begin so.", defaultValue = "")
  private String prefix;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  ToolsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (ServerOptions.Connection connection = server.connect()) {
      if (tool.isPresent()) {
        describe(connection.client().describeTool(tool.get()));
      } else {
        list(connection.client().listTools(prefix));
      }
    }
    return ExitCode.OK;
  }

  private void list(List<ToolSummary> tools) {
    if (json) {
      terminal.printJson(Map.of("tools", tools.stream().map(ToolsCommand::summary).toList()));
      return;
    }
    int width = tools.stream().mapToInt(found -> found.name().length()).max().orElse(0);
    for (ToolSummary found : tools) {
      terminal.print(
          String.format(
              Locale.ROOT,
              "%-" + Math.max(1, width) + "s  %-8s  %-8s  %s",
              found.name(),
              found.version(),
              found.mode().name().toLowerCase(Locale.ROOT),
              found.title()));
    }
  }

  private void describe(ToolDetails details) {
    if (json) {
      Map<String, Object> answer = summary(details.summary());
      answer.put("description", details.description());
      answer.put("input_schema", schema(details.inputSchema()));
      answer.put("output_schema", schema(details.outputSchema()));
      terminal.printJson(answer);
      return;
    }
    ToolSummary found = details.summary();
    terminal.print(found.name() + " " + found.version() + ": " + found.title());
    terminal.print(details.description());
    terminal.print("");
    terminal.print(
        "runs "
            + found.mode().name().toLowerCase(Locale.ROOT)
            + ", takes "
            + accepts(found)
            + (found.readOnly() ? ", changes nothing" : "")
            + (found.idempotent() && !found.readOnly() ? ", idempotent" : ""));
    print("input", details.inputSchema());
    print("output", details.outputSchema());
  }

  private void print(String name, String schema) {
    if (!schema.isEmpty()) {
      terminal.print(name + ": " + Json.pretty(schema.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static Object schema(String text) {
    return text.isEmpty() ? Map.of() : Json.read(text);
  }

  private static String accepts(ToolSummary found) {
    return found.accepts().stream()
        .sorted()
        .map(type -> type.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static Map<String, Object> summary(ToolSummary found) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("name", found.name());
    answer.put("version", found.version());
    answer.put("title", found.title());
    answer.put("mode", found.mode().name());
    answer.put("accepts", found.accepts().stream().sorted().map(Enum::name).toList());
    answer.put("idempotent", found.idempotent());
    answer.put("read_only", found.readOnly());
    answer.put("destructive", found.destructive());
    answer.put("open_world", found.openWorld());
    return answer;
  }
}
