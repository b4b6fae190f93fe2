package io.machinenative.axiom.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no plugin is refused before any code of it runs, and leaves nothing behind. */
class PluginFileTest {
  private static final SampleJar GOOD = SampleJar.version("1.2.3");

  @TempDir private Path folder;
  private Path copies;
  private Path jar;

  @BeforeEach
  void makeFolder() throws IOException {
    copies = Files.createDirectory(folder.resolve("copies"));
    jar = folder.resolve("sample.jar");
  }

  @Test
  void keepsACopyWhateverHappensToTheOriginal() throws IOException {
    GOOD.write(jar);
    byte[] before = Files.readAllBytes(jar);
    try (PluginFile file = PluginFile.open(jar, copies)) {
      Files.writeString(jar, "replaced");
      assertEquals("sample 1.2.3", file.manifest().toString());
      assertEquals(Optional.of(List.of("sample.version")), file.manifest().tools());
      assertEquals(PluginLimits.DEFAULTS, file.manifest().limits());
      assertTrue(Arrays.equals(before, Files.readAllBytes(file.copy())));
      assertEquals(64, file.sha256().length());
    }
    requireNoCopies();
  }

  @Test
  void refusesATruncatedJar() throws IOException {
    byte[] whole = Files.readAllBytes(GOOD.write(jar));
    for (int length : new int[] {0, 1, 100, whole.length / 2, whole.length - 1}) {
      Files.write(jar, Arrays.copyOf(whole, length));
      assertTrue(refusal().startsWith(jar + " is not a readable jar: "), refusal());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil.class", "a/../../evil.class", "/etc/passwd", "a\\..\\b", ".."})
  void refusesNamesThatLeadOut(String name) {
    SampleJar.version("1.2.3").put(name, "x").write(jar);
    assertEquals(jar + ": expected names inside the jar, actual " + name, refusal());
  }

  @Test
  void refusesAJarWithoutAManifest() {
    SampleJar.version("1.2.3").without(PluginManifest.PATH).write(jar);
    assertEquals(jar + ": expected an entry META-INF/axiom/plugin.yaml", refusal());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | (whole value): expected",
        "id: [ | is not YAML",
        "id: sample | /version",
        "{id: No, version: 1.0.0, tools: []} | /id",
        "{id: sample, version: 1.0, tools: []} | /version",
        "{id: sample, version: 1.0.0, tools: [a, a]} | /tools",
        "{id: sample, version: 1.0.0, tools: [], rights: all} | rights"
      })
  void namesWhatIsWrongWithAManifest(String yaml, String expected) {
    SampleJar.version("1.2.3").put(PluginManifest.PATH, yaml).write(jar);
    assertTrue(refusal().startsWith(jar + "!META-INF/axiom/plugin.yaml"), refusal());
    assertTrue(refusal().contains(expected), refusal());
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertEquals(jar + " is not a readable jar: " + jar, refusal());
  }

  private String refusal() {
    PluginException thrown =
        assertThrows(PluginException.class, () -> PluginFile.open(jar, copies).close());
    requireNoCopies();
    return thrown.getMessage();
  }

  private void requireNoCopies() {
    try (Stream<Path> left = Files.list(copies)) {
      assertEquals(List.of(), left.toList());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
