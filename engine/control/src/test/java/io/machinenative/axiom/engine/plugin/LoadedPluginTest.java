package io.machinenative.axiom.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin's classes are its own; it is what its manifest says, or it is refused. */
class LoadedPluginTest {
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @TempDir private Path folder;
  private Path copies;

  @BeforeEach
  void makeFolder() throws IOException {
    copies = Files.createDirectory(folder.resolve("copies"));
  }

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private LoadedPlugin load(SampleJar jar) {
    return new LoadedPlugin(
        PluginFile.open(jar.write(folder.resolve("sample.jar")), copies), List.of());
  }

  @Test
  void twoVersionsLiveSideBySide() throws Exception {
    try (LoadedPlugin one = load(SampleJar.version("1.0.0"));
        LoadedPlugin two = load(SampleJar.version("2.0.0"))) {
      one.initialize(null);
      two.initialize(null);
      Tool first = one.tools().getFirst();
      Tool second = two.tools().getFirst();
      assertEquals("1.0.0", first.version());
      assertEquals("2.0.0", second.version());
      assertNotSame(
          first.typedFace().orElseThrow().inputType(),
          second.typedFace().orElseThrow().inputType());
    }
  }

  @Test
  void seesNothingOfTheEngine() throws Exception {
    String look = "Class.forName(\"%s\");";
    for (String visible :
        new String[] {
          "java.sql.Connection",
          "io.machinenative.axiom.api.Tool",
          "org.agrona.concurrent.UnsafeBuffer"
        }) {
      try (LoadedPlugin plugin = load(SampleJar.version("1.0.0", "", look.formatted(visible)))) {
        plugin.initialize(null);
      }
    }
    for (String hidden :
        new String[] {
          "io.machinenative.axiom.engine.json.Json",
          "tools.jackson.databind.JsonNode",
          "org.snakeyaml.engine.v2.api.Load"
        }) {
      try (LoadedPlugin plugin = load(SampleJar.version("1.0.0", "", look.formatted(hidden)))) {
        assertThrows(ClassNotFoundException.class, () -> plugin.initialize(null));
      }
    }
  }

  @Test
  void refusesOneThatIsNotWhatItsManifestSays() throws IOException {
    try (LoadedPlugin lying =
        load(
            SampleJar.version("1.0.0")
                .put(
                    PluginManifest.PATH,
                    "{id: sample, version: 1.0.1, tools: [sample.version]}"))) {
      assertTrue(
          assertThrows(PluginException.class, () -> lying.initialize(null))
              .getMessage()
              .endsWith("expected sample 1.0.1 as its manifest says, actual sample 1.0.0"));
    }
  }

  @Test
  void refusesOneWithOtherTools() throws Exception {
    try (LoadedPlugin lying =
        load(
            SampleJar.version("1.0.0")
                .put(PluginManifest.PATH, "{id: sample, version: 1.0.0, tools: [other]}"))) {
      lying.initialize(null);
      assertTrue(
          assertThrows(PluginException.class, lying::tools)
              .getMessage()
              .endsWith("expected the tools [other] of its manifest, actual [sample.version]"));
    }
  }

  @Test
  void refusesOneWithoutAPluginOrWithAClassThatIsMissing() throws IOException {
    String services = "META-INF/services/io.machinenative.axiom.api.Plugin";
    try (LoadedPlugin none = load(SampleJar.version("1.0.0").without(services))) {
      assertTrue(
          assertThrows(PluginException.class, () -> none.initialize(null))
              .getMessage()
              .endsWith("actual 0"));
    }
    try (LoadedPlugin missing = load(SampleJar.version("1.0.0").put(services, "sample.Gone\n"))) {
      assertTrue(
          assertThrows(PluginException.class, () -> missing.initialize(null))
              .getMessage()
              .contains("its plugin cannot be made"));
    }
    try (LoadedPlugin broken =
        load(
            SampleJar.version(
                "1.0.0",
                "static { if (true) throw new IllegalStateException(\"broken\"); }",
                ""))) {
      assertTrue(
          assertThrows(PluginException.class, () -> broken.initialize(null))
              .getMessage()
              .contains("its plugin cannot be made"));
    }
  }
}
