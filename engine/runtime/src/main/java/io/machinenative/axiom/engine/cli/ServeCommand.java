package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.EngineBuilder;
import io.machinenative.axiom.engine.config.ConfigFile;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.config.EngineConfig;
import io.machinenative.axiom.engine.config.TlsConfig;
import io.machinenative.axiom.engine.counters.ErrorRecorder;
import io.machinenative.axiom.engine.plugin.TrustedKeys;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code axiom serve}: runs an engine until SIGTERM or SIGINT. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serves the built-in tools.",
      "Prints one line with its addresses when it takes calls; stops cleanly on SIGTERM and Ctrl-C."
    })
final class ServeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--config", paramLabel = "FILE", description = "YAML; see docs/configuration.md.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--listen",
      paramLabel = "URI",
      description = {
        "Address instead of those in the configuration; may be given again:",
        "tcp://host:port, http://host:port, aeron:ipc, aeron:udp?endpoint=host:port;",
        "tcps: and https: with TLS."
      })
  private List<String> listen = List.of();

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description =
          "PEM chain for tcps: and https:; with --tls-key. See tls.* of the configuration.")
  private Optional<Path> tlsCertificate = Optional.empty();

  @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM key of that certificate.")
  private Optional<Path> tlsKey = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Directory for counters, the error log and what plugins keep;",
        "with one, the plugins zstd, aes and s3 are served as well."
      })
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Folder of plugins; watched while the server runs.")
  private Optional<Path> plugins = Optional.empty();

  @Option(
      names = "--trust",
      paramLabel = "DIR",
      description = "Loads only plugins that are signed by one of the keys there.")
  private Optional<Path> trust = Optional.empty();

  @Option(
      names = "--manage-plugins",
      description = "Lets clients install, swap and remove plugins; see docs/plugins.md.")
  private boolean managePlugins;

  @Option(names = "--aeron-dir", paramLabel = "DIR", description = "Directory of the media driver.")
  private Optional<Path> aeronDirectory = Optional.empty();

  @Option(
      names = "--external-driver",
      description = "Use the media driver that runs in that directory already.")
  private boolean externalDriver;

  @Option(names = "--json", description = "The ready line as one JSON object.")
  private boolean json;

  @Option(
      names = "--rehearse",
      hidden = true,
      description = "Ends after a few calls of its own; for the launcher.")
  private boolean rehearse;

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<ConfigFile> file = config.map(ConfigReader::file);
    EngineConfig settings = file.map(ConfigFile::config).orElse(EngineConfig.DEFAULTS);
    Engine engine = start(settings);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("axiom-stop")
                .unstarted(() -> {
                  engine.close();
                  terminal.note("axiom: stopped");
                  stopped.countDown();
                }));
    announce(engine, settings);
    file.ifPresent(
        read -> engine.follow(config.get(), read, text -> terminal.note("axiom: " + text)));
    engine.followCertificates(text -> terminal.note("axiom: " + text));
    if (rehearse) {
      FirstCalls.at(engine.addresses().getFirst());
      return ExitCode.OK;
    }
    stopped.await();
    return ExitCode.OK;
  }

  private Engine start(EngineConfig settings) {
    EngineBuilder builder = Engine.builder().with(settings).plugin(new CoreToolsPlugin());
    if (listen.isEmpty()) {
      settings.listen().forEach(builder::listen);
      settings.edge().http().ifPresent(builder::listen);
    } else {
      listen.forEach(builder::listen);
    }
    if (tlsCertificate.isPresent() || tlsKey.isPresent()) {
      builder.tls(tls(settings));
    }
    data.ifPresent(builder::dataDirectory);
    if (data.isPresent() || settings.data().isPresent()) {
      ShippedPlugins.addTo(builder);
    }
    plugins.ifPresent(builder::pluginFolder);
    trust.ifPresent(keys -> builder.pluginTrust(TrustedKeys.in(keys)));
    if (managePlugins) {
      builder.managePlugins();
    }
    aeronDirectory.ifPresent(builder::aeronDirectory);
    if (externalDriver) {
      builder.externalDriver();
    }
    try {
      return builder.start();
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "the server cannot start: " + e.getMessage());
    } catch (IllegalStateException | UncheckedIOException e) {
      throw new CommandFailure(ExitCode.FAILED, "the server cannot start: " + e.getMessage());
    }
  }

  /** As the configuration says, with the files that the command names. */
  private TlsConfig tls(EngineConfig settings) {
    if (tlsCertificate.isEmpty() || tlsKey.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "--tls-cert and --tls-key belong together");
    }
    Optional<TlsConfig> file = settings.tls();
    return new TlsConfig(
        tlsCertificate.get(),
        tlsKey.get(),
        file.flatMap(TlsConfig::clientCa),
        file.map(TlsConfig::clients).orElse("none"),
        file.map(TlsConfig::versions).orElse(List.of("TLSv1.3")));
  }

  private void announce(Engine engine, EngineConfig settings) {
    long pid = ProcessHandle.current().pid();
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("ready", true);
      answer.put("name", settings.name());
      answer.put("addresses", engine.addresses());
      answer.put("tools", engine.info().tools());
      answer.put("pid", pid);
      terminal.printJson(answer);
    } else {
      terminal.print(
          "axiom ready: "
              + String.join(" ", engine.addresses())
              + " ("
              + settings.name()
              + ", "
              + engine.info().tools()
              + " tools, pid "
              + pid
              + ")");
    }
    terminal.note("axiom: " + engine.describe());
    engine.notes().forEach(note -> terminal.note("axiom: " + note));
    for (ErrorRecorder.Entry error : engine.errors()) {
      terminal.note(
          terminal.warning("axiom: at start: ") + error.stack().lines().findFirst().orElse(""));
    }
  }
}
