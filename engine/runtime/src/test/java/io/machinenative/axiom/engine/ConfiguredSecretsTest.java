package io.machinenative.axiom.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.config.SecretsConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredSecretsTest {
  @TempDir private Path folder;

  private Optional<String> secret(String name) {
    Map<String, String> environment = Map.of("AXIOM_SECRET_S3_KEY_ID", "v", "S3_KEY_ID", "other");
    SecretsConfig config = new SecretsConfig(Optional.of(folder), Optional.of("AXIOM_SECRET_"));
    return new ConfiguredSecrets(config, environment)
        .secret(name)
        .map(bytes -> new String(bytes, UTF_8));
  }

  @Test
  void filesComeFirstThenVariables() throws IOException {
    assertEquals(Optional.of("v"), secret("s3-key.id"));
    assertEquals(Optional.empty(), secret("other"));
    Files.writeString(folder.resolve("s3-key.id"), "f\r\n");
    assertEquals(Optional.of("f"), secret("s3-key.id"));
    Files.writeString(folder.resolve("s3-key.id"), "two\n\n");
    assertEquals(Optional.of("two\n"), secret("s3-key.id"), "read anew, one line end left out");
    Files.writeString(folder.resolve("s3-key.id"), "\n");
    assertEquals(Optional.of(""), secret("s3-key.id"));
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    Files.createDirectory(folder.resolve("directory"));
    assertTrue(
        assertThrows(UncheckedIOException.class, () -> secret("directory"))
            .getMessage()
            .contains("the secret directory cannot be read"));
    Files.write(folder.resolve("long"), new byte[(1 << 16) + 1]);
    assertTrue(
        assertThrows(UncheckedIOException.class, () -> secret("long"))
            .getMessage()
            .contains("expected at most 65536 bytes"));
    SecretsConfig missing =
        new SecretsConfig(Optional.of(folder.resolve("none")), Optional.empty());
    assertThrows(IllegalArgumentException.class, () -> new ConfiguredSecrets(missing, Map.of()));
  }
}
