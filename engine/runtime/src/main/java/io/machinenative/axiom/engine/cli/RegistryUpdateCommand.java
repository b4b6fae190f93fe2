package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.client.RegistryClient;
import io.machinenative.axiom.engine.config.Quantity;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code axiom registry update}: changes a record that is there. */
@Command(
    name = "update",
    mixinStandardHelpOptions = true,
    description = {
      "Changes status, health, lease or the whole content of a record, if it has the revision that",
      "is given. Ends with 1 when it is refused; the answer names both revisions then."
    })
final class RegistryUpdateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ServerOptions server;

  @Parameters(paramLabel = "KEY", description = "kind/name@version[/instance]")
  private String key;

  @Option(names = "--revision", paramLabel = "N", description = "Only if it has this one.")
  private Optional<Long> revision = Optional.empty();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "active, inactive, deprecated, maintenance, error ...")
  private Optional<String> status = Optional.empty();

  @Option(
      names = "--health",
      paramLabel = "HEALTH",
      description = "healthy, degraded, unhealthy or unknown.")
  private Optional<String> health = Optional.empty();

  @Option(names = "--lease", paramLabel = "TIME", description = "The lease from now on; 0s: none.")
  private Optional<String> lease = Optional.empty();

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "A JSON object whose content takes the place; - for standard input.")
  private Optional<String> record = Optional.empty();

  RegistryUpdateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Map<String, Object> changes = new LinkedHashMap<>();
    status.ifPresent(value -> changes.put("status", value));
    health.ifPresent(value -> changes.put("health", value));
    lease.ifPresent(value -> changes.put("leaseMs", leaseMs(value)));
    if (record.isPresent()) {
      changes.put("record", JsonFiles.object(JsonFiles.read(record.get()), record.get()));
    }
    if (changes.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "expected one of --status, --health, --lease and --record");
    }
    try (ServerOptions.Connection connection = server.connect()) {
      Map<String, Object> answer =
          new RegistryClient(connection.client()).update(key, revision, changes);
      terminal.print(Json.pretty(Json.write(answer)));
      return Boolean.TRUE.equals(answer.get("done")) ? ExitCode.OK : ExitCode.FAILED;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
  }

  private static long leaseMs(String text) {
    try {
      return TimeUnit.NANOSECONDS.toMillis(Quantity.nanoseconds(text));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--lease: " + e.getMessage());
    }
  }
}
