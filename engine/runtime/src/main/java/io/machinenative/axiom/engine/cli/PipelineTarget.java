package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.ClientBuilder;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.EngineBuilder;
import io.machinenative.axiom.engine.workflow.PipelineOptions;
import io.machinenative.axiom.engine.workflow.model.Pipeline;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where pipelines run: at a server, or in this process, where they may reach every file. */
final class PipelineTarget {
  private static final String HISTORY = "pipelines.jsonl";

  @Option(
      names = "--at",
      paramLabel = "URI",
      description = {
        "A server: tcp://host:port, aeron:ipc, aeron:udp?endpoint=host:port.",
        "By default the pipeline runs in this process."
      })
  private Optional<String> address = Optional.empty();

  @Option(names = "--token", paramLabel = "TEXT", description = "Credentials, when it asks.")
  private Optional<String> token = Optional.empty();

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "In this process: a folder of plugins whose operations can be used.")
  private Optional<Path> plugins = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "In this process: where the history of runs and the plugins' data are kept.")
  private Optional<Path> data = Optional.empty();

  /** A client; the engine behind it is in this process when no server was named. */
  ServerOptions.Connection connect() {
    ClientBuilder builder = AxiomClient.builder().name("axiom-cli");
    token.ifPresent(builder::credentials);
    try {
      if (address.isPresent()) {
        return new ServerOptions.Connection(builder.at(address.get()).connect(), Optional.empty());
      }
      Engine engine = engine();
      return new ServerOptions.Connection(
          builder.inproc(engine.inproc()).connect(), Optional.of(engine));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
  }

  private Engine engine() {
    EngineBuilder builder = Engine.builder().plugin(new CoreToolsPlugin()).listen("inproc:");
    ShippedPlugins.addTo(builder);
    // Relative paths are taken from the first root.
    String here = Path.of("").toAbsolutePath().toString();
    builder.pluginConfiguration("backup", Map.of("roots", List.of(here, "/")));
    data.ifPresent(builder::dataDirectory);
    plugins.ifPresent(builder::pluginFolder);
    return builder
        .pipelines(
            new PipelineOptions(
                Optional.empty(),
                List.of(Path.of("/")),
                data.map(directory -> directory.resolve(HISTORY)),
                Pipeline.MAX_PARALLEL))
        .start();
  }
}
