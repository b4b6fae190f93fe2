package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.engine.config.ConfigException;
import io.machinenative.axiom.engine.config.Quantity;
import io.machinenative.axiom.engine.identity.ApiKey;
import io.machinenative.axiom.engine.identity.ApiKeyFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code axiom auth key}: makes, lists and revokes API keys. */
@Command(
    name = "auth",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Makes, lists and revokes what callers present; see docs/identity.md.")
final class AuthCommand implements Runnable {
  @Spec private CommandSpec spec;

  private AuthCommand() {}

  static CommandLine with(Terminal terminal) {
    CommandLine auth = new CommandLine(new AuthCommand());
    auth.addSubcommand(new CommandLine(new KeyCommand(terminal)));
    return auth;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected a command: key");
  }

  /** The commands of the file of API keys; a server that has it in auth.keys follows it. */
  @Command(
      name = "key",
      mixinStandardHelpOptions = true,
      synopsisSubcommandLabel = "COMMAND",
      description = "API keys in a file, which a server with auth.keys follows while it runs.")
  static final class KeyCommand implements Runnable {
    private static final String FILE = "File of the keys, as in auth.keys.";

    private final Terminal terminal;

    @Spec private CommandSpec spec;

    KeyCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public void run() {
      throw new ParameterException(spec.commandLine(), "expected a command: new, list or revoke");
    }

    @Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = {
          "Makes a key and prints it, once: only its hash is kept.",
          "Makes the file when there is none, readable by its owner alone."
        })
    int make(
        @Option(names = "--file", paramLabel = "FILE", required = true, description = FILE)
            Path file,
        @Parameters(paramLabel = "NAME", description = "Who will present it.") String name,
        @Option(
                names = "--scope",
                paramLabel = "SCOPE",
                description = "What it is granted; may be given again.")
            List<String> scopes,
        @Option(
                names = "--expires",
                paramLabel = "TIME",
                description = "From now, as in 90d or 12h (default: never).")
            Optional<String> expires,
        @Option(names = "--json", description = "One JSON object.") boolean json) {
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      Optional<Instant> end = expires.map(time -> now.plus(durationOf(time)));
      ApiKey.New made =
          ApiKey.make(name, scopes == null ? List.of() : scopes, now, end, new SecureRandom());
      change(
          file,
          keys -> {
            List<ApiKey> more = new ArrayList<>(keys);
            more.add(made.kept());
            return more;
          });
      if (json) {
        Map<String, Object> answer = new LinkedHashMap<>(shown(made.kept()));
        answer.put("key", made.text());
        terminal.printJson(answer);
      } else {
        terminal.print(made.text());
        terminal.note("key " + made.kept().id() + " of " + name + ": it is not shown again");
      }
      return ExitCode.OK;
    }

    private static Duration durationOf(String time) {
      try {
        return time.endsWith("d")
            ? Duration.ofDays(Integer.parseInt(time.substring(0, time.length() - 1)))
            : Duration.ofNanos(Quantity.nanoseconds(time));
      } catch (NumberFormatException | ConfigException e) {
        throw new CommandFailure(
            ExitCode.USAGE, "--expires: expected 90d or 12h: " + e.getMessage());
      }
    }

    @Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the keys: id, name, scopes, when they end. Never the keys themselves.")
    int list(
        @Option(names = "--file", paramLabel = "FILE", required = true, description = FILE)
            Path file,
        @Option(names = "--json", description = "One JSON object.") boolean json) {
      List<ApiKey> keys = read(file);
      if (json) {
        terminal.printJson(Map.of("keys", keys.stream().map(KeyCommand::shown).toList()));
      } else {
        keys.forEach(key ->
            terminal.print(
                String.format(
                    Locale.ROOT,
                    "%s  %-24s  %-20s  %s",
                    key.id(),
                    key.name(),
                    key.expires().map(Instant::toString).orElse("never"),
                    String.join(" ", key.scopes()))));
      }
      return ExitCode.OK;
    }

    @Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = {
          "Takes a key back, by its id or by its name (then all of that name).",
          "What it has opened ends within a second. Ends with 1 when there is none."
        })
    int revoke(
        @Option(names = "--file", paramLabel = "FILE", required = true, description = FILE)
            Path file,
        @Parameters(paramLabel = "ID|NAME") String which) {
      read(file);
      AtomicInteger revoked = new AtomicInteger();
      change(
          file,
          keys -> {
            List<ApiKey> left =
                keys.stream()
                    .filter(key -> !key.id().equals(which) && !key.name().equals(which))
                    .toList();
            revoked.set(keys.size() - left.size());
            return left;
          });
      if (revoked.get() == 0) {
        terminal.note("axiom: there is no key " + which + " in " + file);
        return ExitCode.FAILED;
      }
      terminal.print("revoked " + revoked + (revoked.get() == 1 ? " key" : " keys"));
      return ExitCode.OK;
    }

    private static Map<String, Object> shown(ApiKey key) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("id", key.id());
      json.put("name", key.name());
      json.put("scopes", key.scopes());
      json.put("created", key.created().toString());
      key.expires().ifPresent(end -> json.put("expires", end.toString()));
      return json;
    }

    private static List<ApiKey> read(Path file) {
      try {
        return ApiKeyFile.read(file);
      } catch (NoSuchFileException e) {
        throw new CommandFailure(ExitCode.USAGE, "there is no file " + e.getFile());
      } catch (IOException e) {
        throw new CommandFailure(ExitCode.FAILED, e.getMessage());
      }
    }

    private static void change(Path file, UnaryOperator<List<ApiKey>> change) {
      try {
        ApiKeyFile.change(file, change);
      } catch (IOException e) {
        throw new CommandFailure(ExitCode.FAILED, "the keys cannot be written: " + e.getMessage());
      }
    }
  }
}
