package io.machinenative.axiom.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.EngineBuilder;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.config.EngineConfig;
import io.machinenative.axiom.engine.edge.mcp.StdioPipe;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code axiom mcp --stdio}: serves the program that started it, by MCP on standard input and
 * output. Nothing else is written to standard output, whatever a plugin prints, and nothing but
 * this reads standard input.
 */
@Command(
    name = "mcp",
    mixinStandardHelpOptions = true,
    description = {
      "Serves tools by MCP to the program that started it.",
      "For programs that connect by HTTP there is: axiom serve, at /mcp."
    })
final class McpCommand implements Callable<Integer> {
  private static final String MESSAGES = "axiom.messages";

  private final Terminal terminal;

  @Option(
      names = "--stdio",
      required = true,
      description = "On standard input and output, one message a line; notes go to standard error.")
  private boolean stdio;

  @Option(names = "--config", paramLabel = "FILE", description = "YAML; see docs/configuration.md.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory for counters and the error log.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Folder of plugins; watched while the server runs.")
  private Optional<Path> plugins = Optional.empty();

  @Mixin private CredentialOptions credentials;

  McpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    assert stdio : "it is required";
    EngineConfig settings = config.map(ConfigReader::read).orElse(EngineConfig.DEFAULTS);
    InputStream in = System.in;
    OutputStream out = new BufferedOutputStream(messages());
    System.setIn(InputStream.nullInputStream());
    System.setOut(System.err);
    StdioPipe pipe = new StdioPipe(in, out, settings.edge().bodyBytes());
    Thread.ofPlatform().name("axiom-stdin").daemon().start(() -> read(pipe));
    try (Engine engine = start(settings, pipe)) {
      terminal.note("axiom: " + engine.info().tools() + " tools by MCP on standard input");
      pipe.awaitEnd();
    }
    return ExitCode.OK;
  }

  /**
   * Where messages go: to the descriptor that the launcher has put standard output aside as, so
   * that whatever else writes to standard output, be it the JVM itself, comes to standard error.
   */
  private static FileOutputStream messages() {
    String aside = System.getProperty(MESSAGES);
    if (aside == null) {
      return new FileOutputStream(FileDescriptor.out);
    }
    try {
      // There is no public way to a descriptor by its number: /dev/fd does not open sockets.
      Method descriptor =
          Class.forName("sun.nio.ch.IOUtil").getMethod("newFD", int.class); // axiom.args exports it
      return new FileOutputStream(
          (FileDescriptor) descriptor.invoke(null, Integer.parseInt(aside)));
    } catch (ReflectiveOperationException | NumberFormatException e) {
      throw new CommandFailure(
          ExitCode.FAILED, MESSAGES + ": expected a descriptor, got " + aside + ": " + e);
    }
  }

  private static void read(StdioPipe pipe) {
    try {
      pipe.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException("standard input cannot be read: " + e.getMessage(), e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Engine start(EngineConfig settings, StdioPipe pipe) {
    EngineBuilder builder = Engine.builder().with(settings).plugin(new CoreToolsPlugin());
    credentials
        .read()
        .ifPresent(secret ->
            builder.piped(Credential.of(Credential.Form.SESSION, secret.getBytes(UTF_8))));
    data.ifPresent(builder::dataDirectory);
    plugins.ifPresent(builder::pluginFolder);
    try {
      return builder.stdio(pipe).start();
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "the server cannot start: " + e.getMessage());
    } catch (IllegalStateException | UncheckedIOException e) {
      throw new CommandFailure(ExitCode.FAILED, "the server cannot start: " + e.getMessage());
    }
  }
}
