package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code axiom upstream}: the MCP servers whose tools a server serves too. */
@Command(
    name = "upstream",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows the MCP servers whose tools a server serves too; see docs/gateway.md.")
final class UpstreamCommand implements Runnable {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  UpstreamCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected a command: list or show");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists them: state, revision, tools, calls, latency, and what is wrong.")
  int list(
      @Mixin ServerOptions server,
      @Option(names = "--json", description = "One JSON object.") boolean json) {
    List<?> all = upstreams(server);
    if (json) {
      terminal.printJson(Map.of("upstreams", all));
      return ExitCode.OK;
    }
    for (Object one : all) {
      terminal.print(line((Map<?, ?>) one));
    }
    return ExitCode.OK;
  }

  private static String line(Map<?, ?> one) {
    return String.format(
            Locale.ROOT,
            "%-16s  %-10s  %-10s  %4s tools  %8s calls  p50 %6s us  %s",
            one.get("name"),
            one.get("breaker").equals("closed") ? one.get("state") : one.get("breaker"),
            one.get("revision"),
            one.get("tools"),
            one.get("calls"),
            one.get("p50Us"),
            one.get("problem"))
        .stripTrailing();
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows everything of one, as JSON. Ends with 1 when there is none.")
  int show(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") String name) {
    Optional<?> found =
        upstreams(server).stream()
            .filter(one -> name.equals(((Map<?, ?>) one).get("name")))
            .findFirst();
    found.ifPresentOrElse(
        one -> terminal.print(Json.pretty(Json.write(one))),
        () -> terminal.note("axiom: there is no upstream " + name));
    return found.isPresent() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static List<?> upstreams(ServerOptions server) {
    try (ServerOptions.Connection connection = server.connect()) {
      String reply = connection.client().callJson("core.upstreams", "{}");
      Map<?, ?> answer = (Map<?, ?>) Json.read(reply.getBytes(StandardCharsets.UTF_8));
      return (List<?>) answer.get("upstreams");
    } catch (CallException e) {
      if (e.status() == Status.UNKNOWN_TOOL) {
        throw new CommandFailure(ExitCode.FAILED, "the server has no gateway");
      }
      throw e;
    }
  }
}
