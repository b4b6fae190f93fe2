package io.machinenative.axiom.plugins.s3;

import io.machinenative.axiom.plugins.s3.server.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One S3 server with the bucket of {@link S3Rig} for all tests of the module, which ends with them:
 * a parameter of type {@link S3Server}, or one that is a {@link Bucket}.
 */
final class SharedS3Server implements ParameterResolver {
  /** The folder in which the server keeps the bucket's objects, a file each. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface Bucket {}

  /** The server with its folder. */
  private record Running(S3Server server, Path folder) implements AutoCloseable {
    static Running start() {
      try {
        Path folder = Files.createTempDirectory("axiom-s3-");
        Running running = new Running(S3Server.start(folder), folder);
        try (S3Rig rig = new S3Rig(running.server.endpoint(), folder)) {
          rig.withBucket();
        }
        return running;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      server.close();
      IoUtil.delete(folder.toFile(), true);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
    Class<?> type = parameter.getParameter().getType();
    return type == S3Server.class || parameter.isAnnotated(Bucket.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
    Assumptions.assumeTrue(S3Server.missing().isEmpty(), S3Server::missing);
    Running running =
        extension
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(SharedS3Server.class))
            .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
    return parameter.isAnnotated(Bucket.class)
        ? running.folder().resolve("objects").resolve(S3Rig.BUCKET)
        : running.server();
  }
}
