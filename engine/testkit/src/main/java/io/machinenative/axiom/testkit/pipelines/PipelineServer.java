package io.machinenative.axiom.testkit.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.EngineBuilder;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.workflow.PipelineOptions;
import io.machinenative.axiom.engine.workflow.model.Pipeline;
import io.machinenative.axiom.plugins.aes.AesPlugin;
import io.machinenative.axiom.plugins.backup.BackupPlugin;
import io.machinenative.axiom.plugins.s3.S3Plugin;
import io.machinenative.axiom.plugins.s3.server.S3Server;
import io.machinenative.axiom.plugins.zstd.ZstdPlugin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server with the plugins that ship, and a client of it. One thread's. */
public final class PipelineServer implements AutoCloseable {
  private static final long DEADLINE_NS = TimeUnit.MINUTES.toNanos(30);

  private final Engine engine;
  private final AxiomClient client;

  /**
   * @param folder that pipelines and tools may reach, with the server's data in it
   * @param s3 empty when there is no object storage; the caller's
   */
  public PipelineServer(Path folder, Optional<S3Server> s3) {
    EngineBuilder builder =
        Engine.builder()
            .mount(Mount.SHARED)
            .listen("inproc:pipelines")
            .dataDirectory(folder.resolve("data"))
            .secrets(PipelineServer::secret)
            .pipelines(
                new PipelineOptions(
                    Optional.empty(), List.of(folder), Optional.empty(), Pipeline.MAX_PARALLEL))
            .plugin(new ZstdPlugin(), ZstdPlugin.manifest())
            .plugin(new AesPlugin(), AesPlugin.manifest())
            .plugin(new S3Plugin(), S3Plugin.manifest())
            .plugin(new BackupPlugin(), BackupPlugin.manifest())
            .pluginConfiguration("backup", Map.of("roots", List.of(folder.toString())));
    s3.ifPresent(server -> builder.pluginConfiguration("s3-storage", settings(server)));
    engine = builder.start();
    client = AxiomClient.builder().inproc(engine.inproc()).connect();
  }

  private static Map<String, Object> settings(S3Server server) {
    return Map.of(
        "endpoint", server.endpoint(), "pathStyle", true, "credentials", "secrets", "retries", 3);
  }

  private static Optional<byte[]> secret(String name) {
    return switch (name) {
      case "s3-access-key-id" -> Optional.of(S3Server.ACCESS_KEY.getBytes(UTF_8));
      case "s3-secret-access-key" -> Optional.of(S3Server.SECRET_KEY.getBytes(UTF_8));
      case "backup-passphrase" -> Optional.of("a passphrase".getBytes(UTF_8));
      default -> Optional.empty();
    };
  }

  /** Calls a tool and waits. */
  public Map<?, ?> call(String tool, Map<String, ?> arguments) {
    byte[] text = Json.text(arguments).getBytes(UTF_8);
    CallOptions patiently = new CallOptions().deadlineNs(DEADLINE_NS);
    return (Map<?, ?>) Json.read(client.call(tool, ContentType.JSON, text, patiently).bytes());
  }

  /** Runs a ready pipeline, and answers its report. */
  public Map<?, ?> run(String pipeline, Map<String, ?> parameters) {
    return call("pipeline.run", Map.of("name", pipeline, "parameters", parameters, "wait", true));
  }

  /** Runs a pipeline of the caller's. */
  public Map<?, ?> runYaml(String yaml, Map<String, ?> parameters) {
    return call("pipeline.run", Map.of("yaml", yaml, "parameters", parameters, "wait", true));
  }

  /** What the server recorded as wrong. */
  public List<?> errors() {
    return engine.errors();
  }

  @Override
  public void close() {
    client.close();
    engine.close();
  }
}
