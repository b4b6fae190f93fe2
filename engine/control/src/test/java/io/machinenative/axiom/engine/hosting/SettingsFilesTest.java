package io.machinenative.axiom.engine.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.config.ConfigException;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the operator says of a plugin comes in layers, each over the one before. */
class SettingsFilesTest {
  private static final PluginManifest MANIFEST =
      PluginManifest.parse(
          """
          id: my-plugin
          version: 1.0.0
          tools: []
          configuration:
            schema:
              properties:
                cacheSize: {type: integer}
                tls: {properties: {key-file: {type: string}}}
            defaults: {level: 1}
          """,
          "test");

  @TempDir private Path folder;

  private OperatorSettings read(Map<String, String> variables) {
    return new SettingsFiles(
            Optional.of(folder),
            variables,
            Map.of("my-plugin", Map.of("level", 2, "given", "by the embedder")))
        .of(MANIFEST);
  }

  @Test
  void eachLayerIsOverTheOneBefore() throws IOException {
    assertEquals(ErrorPolicy.CONTINUE, read(Map.of()).errors());
    Files.writeString(
        folder.resolve("my-plugin.yaml"),
        """
        configuration: {level: 3, base: true}
        errors: {strategy: quarantine, failures: 7, pause: 2s}
        rollback: {error-rate: 0.1}
        """);
    Files.writeString(
        folder.resolve("my-plugin.production.yaml"),
        "{configuration: {level: 4}, errors: {failures: 8}}");
    assertEquals(3, read(Map.of()).configuration().get("level"), "this is development");
    OperatorSettings all =
        read(
            Map.of(
                "AXIOM_ENV", "production",
                "AXIOM_PLUGIN_MY_PLUGIN_CACHE_SIZE", "64",
                "AXIOM_PLUGIN_MY_PLUGIN_TLS_KEY_FILE", "/etc/key",
                "AXIOM_PLUGIN_OTHER_LEVEL", "9"));
    assertEquals(
        Map.of(
            "level",
            4,
            "given",
            "by the embedder",
            "base",
            true,
            "cacheSize",
            64,
            "tls",
            Map.of("key-file", "/etc/key")),
        all.configuration());
    assertEquals(ErrorPolicy.Strategy.QUARANTINE, all.errors().strategy());
    assertEquals(8, all.errors().failures());
    assertEquals(2_000_000_000L, all.errors().pauseNs());
    assertEquals(0.1, all.rollback().orElseThrow().errorRate());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "errors: {strategy: pray}          | /errors/strategy",
        "errors: {strategy: fallback}      | expected the name of a tool",
        "level: 3                          | level",
        "health: {every: soon}             | /health/every",
        "rollback: {error-rate: 2}         | /rollback/error-rate",
        "[1]                               | expected settings by name"
      })
  void namesWhatIsWrong(String yaml, String expected) throws IOException {
    Files.writeString(folder.resolve("my-plugin.yaml"), yaml);
    String why = assertThrows(ConfigException.class, () -> read(Map.of())).getMessage();
    assertTrue(why.contains(expected), why);
  }

  @Test
  void refusesAVariableThatNamesNoSetting() {
    String why =
        assertThrows(ConfigException.class, () -> read(Map.of("AXIOM_PLUGIN_MY_PLUGIN_LEVLE", "3")))
            .getMessage();
    assertTrue(why.contains("AXIOM_PLUGIN_MY_PLUGIN_LEVLE: expected a setting"), why);
    assertTrue(why.contains("CACHE_SIZE"), why);
  }
}
