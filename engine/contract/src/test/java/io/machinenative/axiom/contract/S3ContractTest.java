package io.machinenative.axiom.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.plugins.files.FileRoots;
import io.machinenative.axiom.plugins.s3.S3Plugin;
import io.machinenative.axiom.plugins.s3.server.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The s3 plugin as a jar of its own, with the AWS SDK in it, and a real S3 server. Swapping 8,000
 * classes thirty times takes a minute, so it runs when it is asked for.
 */
@EnabledIfSystemProperty(
    named = "axiom.contract",
    matches = "all",
    disabledReason = "takes a minute; -Daxiom.contract=all runs it")
class S3ContractTest extends PluginContract {
  private static final String BUCKET = "contract";

  @TempDir private static Path work;

  private static S3Server server;

  @BeforeAll
  static void startServer() throws IOException {
    assumeTrue(S3Server.missing().isEmpty(), S3Server::missing);
    server = S3Server.start(work.resolve("s3"));
    // As S3Proxy keeps buckets.
    Path bucket = Files.createDirectory(work.resolve("s3/objects").resolve(BUCKET));
    Files.writeString(bucket.resolve("there"), "content");
    Files.writeString(Files.createDirectory(work.resolve("files")).resolve("file"), "content");
    Files.createDirectory(work.resolve("files/folder"));
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected Path plugin() {
    return codeOf(S3Plugin.class);
  }

  /** The SDK is many jars: those that the class path of the tests has of it, and what they need. */
  @Override
  protected List<Path> libraries() {
    List<String> wanted =
        List.of(
            "/software/amazon/",
            "/org/apache/httpcomponents/",
            "/org/reactivestreams/",
            "/org/slf4j/");
    return Stream.concat(
            Stream.of(codeOf(FileRoots.class)),
            Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .filter(entry -> wanted.stream().anyMatch(entry::contains))
                .map(Path::of))
        .toList();
  }

  @Override
  protected void prepare(EngineUnderTest.Setup setup) {
    setup.configuration(
        "s3-storage",
        Map.of(
            "endpoint",
            server.endpoint(),
            "pathStyle",
            true,
            "credentials",
            "secrets",
            "bucket",
            BUCKET,
            "roots",
            List.of(work.resolve("files").toString())));
    setup.secrets(S3ContractTest::secret);
  }

  private static Optional<byte[]> secret(String name) {
    return switch (name) {
      case "s3-access-key-id" -> Optional.of(S3Server.ACCESS_KEY.getBytes(UTF_8));
      case "s3-secret-access-key" -> Optional.of(S3Server.SECRET_KEY.getBytes(UTF_8));
      default -> Optional.empty();
    };
  }

  @Override
  protected Examples examples() {
    return new Examples()
        .answersLike(
            "s3.upload",
            "{\"path\":\"file\",\"key\":\"uploaded\"}",
            reply -> reply.contains("\"bytes\":7"))
        .answersLike(
            "s3.download",
            "{\"key\":\"there\",\"path\":\"downloaded\"}",
            reply -> reply.contains("\"bytes\":7"))
        .answersLike("s3.list", "{\"prefix\":\"there\"}", reply -> reply.contains("\"there\""))
        .answersLike(
            "s3.delete",
            "{\"keys\":[\"not-there\"],\"dryRun\":true}",
            reply -> reply.contains("dryRun"))
        .answersLike(
            "s3.sync",
            "{\"path\":\"folder\",\"prefix\":\"none/\"}",
            reply -> reply.contains("\"transferred\":0"))
        .answersLike("s3.verify", "{\"key\":\"there\"}", reply -> reply.contains("\"bytes\":7"))
        .answersLike("s3.uploads", "{}", reply -> reply.contains("\"aborted\":0"))
        .refuses("s3.upload", "{\"path\":\"../secret\",\"key\":\"x\"}", Status.INVALID_ARGUMENT);
  }
}
