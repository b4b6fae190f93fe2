package io.machinenative.axiom.engine.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.SecretProvider;
import io.machinenative.axiom.engine.config.ConfiguredText;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Finds the texts that a configuration only names: anew for each connection, so that a changed
 * token counts. Any thread; may read a file.
 */
final class TextSource {
  private final Map<String, String> environment;
  private final SecretProvider secrets;

  TextSource(Map<String, String> environment, SecretProvider secrets) {
    this.environment = environment;
    this.secrets = secrets;
  }

  /**
   * @throws UpstreamException UNREACHABLE when it is not there, naming the place
   */
  String find(ConfiguredText text) throws UpstreamException {
    return switch (text.source()) {
      case HERE -> text.value();
      case ENVIRONMENT -> {
        String found = environment.get(text.value());
        if (found == null) {
          throw missing("the environment has no " + text.value());
        }
        yield found;
      }
      case FILE -> read(Path.of(text.value()));
      case SECRET -> secret(text.value());
    };
  }

  private static String read(Path file) throws UpstreamException {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw missing("the file " + file + " cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private String secret(String name) throws UpstreamException {
    byte[] bytes = secrets.secret(name).orElseThrow(() -> missing("there is no secret " + name));
    String text = new String(bytes, UTF_8).strip();
    Arrays.fill(bytes, (byte) 0);
    return text;
  }

  private static UpstreamException missing(String why) {
    return new UpstreamException(Kind.UNREACHABLE, "lacks what it is to be sent: " + why);
  }
}
