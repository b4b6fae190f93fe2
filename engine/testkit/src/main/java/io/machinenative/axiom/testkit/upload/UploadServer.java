package io.machinenative.axiom.testkit.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.workflow.PipelineOptions;
import io.machinenative.axiom.engine.workflow.model.Pipeline;
import io.machinenative.axiom.plugins.s3.S3Plugin;
import io.machinenative.axiom.plugins.s3.server.S3Server;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server with the plugin s3, small parts, and a client of it. One thread's. */
final class UploadServer implements AutoCloseable {
  static final String BUCKET = "uploads";

  private static final int PART_BYTES = 5 << 20;
  private static final long DEADLINE_NS = TimeUnit.MINUTES.toNanos(2);

  private static final String STREAM =
      """
      name: stream
      parameters: {from: {}, key: {}}
      stages:
        - {name: read, operation: file.read, parameters: {path: "${from}"}}
        - {name: put, operation: s3.put, parameters: {key: "${key}"}, needs: [read]}
      """;

  private final Engine engine;
  private final AxiomClient client;

  /**
   * @param folder with the files
   * @param data of the server: what it noted of uploads is there
   */
  UploadServer(Path folder, Path data, String endpoint) {
    engine =
        Engine.builder()
            .mount(Mount.SHARED)
            .listen("inproc:uploads")
            .dataDirectory(data)
            .secrets(UploadServer::secret)
            .pipelines(
                new PipelineOptions(
                    Optional.empty(), List.of(folder), Optional.empty(), Pipeline.MAX_PARALLEL))
            .plugin(new S3Plugin(), S3Plugin.manifest())
            .pluginConfiguration(
                "s3-storage",
                Map.of(
                    "endpoint",
                    endpoint,
                    "pathStyle",
                    true,
                    "credentials",
                    "secrets",
                    "bucket",
                    BUCKET,
                    "roots",
                    List.of(folder.toString()),
                    "multipartBytes",
                    PART_BYTES,
                    "partBytes",
                    PART_BYTES,
                    "parallel",
                    2))
            .start();
    client = AxiomClient.builder().inproc(engine.inproc()).connect();
  }

  static Optional<byte[]> secret(String name) {
    return switch (name) {
      case "s3-access-key-id" -> Optional.of(S3Server.ACCESS_KEY.getBytes(UTF_8));
      case "s3-secret-access-key" -> Optional.of(S3Server.SECRET_KEY.getBytes(UTF_8));
      default -> Optional.empty();
    };
  }

  private Map<?, ?> call(String tool, Map<String, ?> arguments) {
    byte[] text = Json.text(arguments).getBytes(UTF_8);
    CallOptions patiently = new CallOptions().deadlineNs(DEADLINE_NS);
    return (Map<?, ?>) Json.read(client.call(tool, ContentType.JSON, text, patiently).bytes());
  }

  /** Puts a file; answers how many parts of an earlier attempt were there. */
  int upload(String file, String key) {
    Map<?, ?> done = call("s3.upload", Map.of("path", file, "key", key));
    return ((Number) done.get("reusedParts")).intValue();
  }

  /** Puts a file as a stream. */
  void stream(Path file, String key) {
    Map<String, String> parameters = Map.of("from", file.toString(), "key", key);
    Map<?, ?> report =
        call("pipeline.run", Map.of("yaml", STREAM, "parameters", parameters, "wait", true));
    if (!"succeeded".equals(report.get("outcome"))) {
      throw new IllegalStateException("expected that a stream is put, actual " + report);
    }
  }

  /** Gives all unfinished uploads up; answers how many there were, and are left. */
  int[] abortUnfinished() {
    Map<?, ?> aborted = call("s3.uploads", Map.of("abortOlderThanDays", 0));
    Map<?, ?> left = call("s3.uploads", Map.of());
    return new int[] {
      ((Number) aborted.get("aborted")).intValue(), ((List<?>) left.get("uploads")).size()
    };
  }

  @Override
  public void close() {
    client.close();
    engine.close();
  }
}
