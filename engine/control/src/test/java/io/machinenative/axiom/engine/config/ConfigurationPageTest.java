package io.machinenative.axiom.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference page says what the keys say, and its example can be read. */
class ConfigurationPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("axiom.root")).resolve("docs/configuration.md");

  /** With {@code -Daxiom.regenerate=true} the page is written anew instead. */
  @Test
  void isMadeOfTheKeys() throws IOException {
    List<String> expected = ConfigurationPage.lines();
    if (Boolean.getBoolean("axiom.regenerate")) {
      Files.write(PAGE, expected);
    }
    assertEquals(
        String.join("\n", expected),
        String.join("\n", Files.readAllLines(PAGE)),
        "make docs/configuration.md again, as its first lines say");
  }

  @Test
  void theExampleIsAConfiguration() {
    String example =
        ConfigurationPage.lines().stream()
            .dropWhile(line -> !line.equals("```yaml"))
            .skip(1)
            .takeWhile(line -> !line.equals("```"))
            .collect(Collectors.joining("\n"));

    EngineConfig config = ConfigReader.parse(example, "docs/configuration.md");

    assertEquals("billing", config.name());
    assertEquals(32 * 1024 * 1024, config.limits().maxMessageBytes());
    assertEquals(1_000_000_000L, config.limits().heartbeatIntervalNs());
  }
}
