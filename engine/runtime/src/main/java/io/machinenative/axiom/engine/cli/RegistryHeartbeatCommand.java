package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.RegistryClient;
import io.machinenative.axiom.engine.config.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code axiom registry heartbeat}: keeps leases running. */
@Command(
    name = "heartbeat",
    mixinStandardHelpOptions = true,
    description = {
      "Says that the owners of records with leases are there, again and again until it is stopped,",
      "three times within the shortest lease. Prints what came of it whenever that changes. Ends"
          + " with",
      "1 when a record is gone. A server that is away for a while is waited for."
    })
final class RegistryHeartbeatCommand implements Callable<Integer> {
  private static final int BEATS_PER_LEASE = 3;
  private static final long DEFAULT_PERIOD_NS = TimeUnit.SECONDS.toNanos(10);
  private static final long LEAST_PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Terminal terminal;

  @Mixin private ServerOptions server;

  @Parameters(
      arity = "1..*",
      paramLabel = "KEY",
      description = "kind/name@version[/instance], at most 1000.")
  private List<String> keys;

  @Option(names = "--once", description = "Only once.")
  private boolean once;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "So often (default: a third of the shortest lease).")
  private Optional<String> every = Optional.empty();

  @Option(
      names = "--beats",
      paramLabel = "N",
      defaultValue = "0",
      description = "Ends after so many (default: never).")
  private int beats;

  private Map<String, Object> shown = Map.of();

  RegistryHeartbeatCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ServerOptions.Connection connection = server.connect()) {
      int limit = once ? 1 : beats;
      if (limit == 1) {
        return beat(new RegistryClient(connection.client())) ? ExitCode.OK : ExitCode.FAILED;
      }
      long periodNs = periodNs(new RegistryClient(connection.client()));
      // A beat that takes longer than its period is given up for the next one.
      RegistryClient registry =
          new RegistryClient(connection.client(), new CallOptions().deadlineNs(periodNs));
      for (int done = 1; ; done++) {
        if (!tryBeat(registry)) {
          return ExitCode.FAILED;
        }
        if (done == limit) {
          return ExitCode.OK;
        }
        TimeUnit.NANOSECONDS.sleep(periodNs);
      }
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
  }

  private long periodNs(RegistryClient registry) {
    if (every.isPresent()) {
      return Math.max(LEAST_PERIOD_NS, Quantity.nanoseconds(every.get()));
    }
    long shortestMs =
        keys.stream()
            .flatMap(key -> registry.get(key).stream())
            .filter(record -> record.containsKey("leaseMs"))
            .mapToLong(record -> RegistryClient.number(record, "leaseMs"))
            .min()
            .orElse(BEATS_PER_LEASE * TimeUnit.NANOSECONDS.toMillis(DEFAULT_PERIOD_NS));
    return Math.max(LEAST_PERIOD_NS, TimeUnit.MILLISECONDS.toNanos(shortestMs) / BEATS_PER_LEASE);
  }

  /** A server that is not there now may be there at the next beat. */
  private boolean tryBeat(RegistryClient registry) {
    try {
      return beat(registry);
    } catch (CallException e) {
      if (!e.family().retryIsSafe(true)) {
        throw e;
      }
      terminal.note("axiom: " + e.getMessage());
      return true;
    }
  }

  /** Whether all records are there. */
  private boolean beat(RegistryClient registry) {
    Map<String, Object> results = registry.heartbeat(keys);
    if (!results.equals(shown)) {
      shown = results;
      terminal.printJson(results);
    }
    return !results.containsValue("unknown");
  }
}
