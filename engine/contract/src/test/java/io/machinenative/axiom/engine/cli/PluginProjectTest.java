package io.machinenative.axiom.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way of an author, with Maven, from {@code plugin new} to a call of the tool: without a
 * network, with what the build of Axiom itself has brought.
 */
class PluginProjectTest {
  private static final String OURS = "io/machinenative/axiom";

  @TempDir private Path folder;
  private Path project;
  private String said = "";

  @Test
  void isMadeTestedPackedInstalledAndCalled() throws Exception {
    project = folder.resolve("my-greeter");
    requireOk("plugin", "new", project.toString());
    String tests = maven("test");
    assertTrue(tests.contains("Tests run: 9, Failures: 0, Errors: 0, Skipped: 0"), tests);

    Path jar = project.resolve("target/my-greeter-1.0.0.jar");
    String first = packed("--no-build");
    IoUtil.delete(project.resolve("target").toFile(), false);
    assertEquals(first, packed("--offline"), "another build of the same is the same jar");

    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    try (Engine engine =
        Engine.builder()
            .managePlugins()
            .pluginFolder(plugins)
            .listen("tcp://127.0.0.1:0")
            .start()) {
      String at = engine.addresses().getFirst();
      requireOk("plugin", "install", jar.toString(), "--at", at);
      requireOk("call", "mygreeter.hello", "--json", "{\"name\":\"Ada\"}", "--at", at);
      assertTrue(said.contains("Hello Ada!"), said);
      assertEquals(List.of(), engine.errors());
    }

    Files.writeString(
        project.resolve("target/axiom-classpath"), apiJar().toString(), StandardOpenOption.APPEND);
    assertEquals(ExitCode.FAILED, run("plugin", "package", "--no-build", project.toString()));
    assertTrue(said.contains("is the engine's: give its dependency the scope provided"), said);
  }

  private String packed(String... options) {
    String[] arguments =
        Stream.concat(
                Stream.of("plugin", "package", "--json", project.toString()), Stream.of(options))
            .toArray(String[]::new);
    requireOk(arguments);
    Map<?, ?> answer = (Map<?, ?>) Json.read(said);
    assertEquals(List.of("mygreeter.hello"), answer.get("tools"), said);
    return (String) answer.get("sha256");
  }

  private Path apiJar() throws IOException {
    try (Stream<Path> files = Files.walk(project.resolve(".axiom/repository"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("axiom-engine-api-.*\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Skips loudly where Maven is not there, or lacks what it would have to fetch. */
  private String maven(String goal) throws IOException, InterruptedException {
    Process maven;
    try {
      maven =
          new ProcessBuilder("mvn", "-o", "-B", goal)
              .directory(project.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "Maven cannot be run: " + e.getMessage());
      throw e;
    }
    String output = new String(maven.getInputStream().readAllBytes(), UTF_8);
    boolean lacks = output.lines().anyMatch(line -> line.contains("in offline mode"));
    assumeFalse(
        lacks && !output.contains("Cannot access axiom ("),
        () -> "Maven lacks what the project needs, and fetches nothing here: " + output);
    assertEquals(0, maven.waitFor(), output);
    return output;
  }

  private void requireOk(String... arguments) {
    assertEquals(ExitCode.OK, run(arguments), () -> said);
  }

  private int run(String... arguments) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text, true);
    int code = Main.run(arguments, out, out, false);
    said = text.toString();
    return code;
  }

  /** Maven keeps copies of Axiom's modules, under the version that this build alone has. */
  @AfterEach
  void removeCopies() throws IOException {
    String local = System.getProperty("localRepository", "");
    if (local.isEmpty() || project == null || !Files.exists(project.resolve("pom.xml"))) {
      return;
    }
    String version =
        Files.readString(project.resolve("pom.xml"))
            .replaceFirst("(?s).*<axiom.version>([^<]+)</axiom.version>.*", "$1");
    Path group = Path.of(local).resolve(OURS);
    if (Files.isDirectory(group)) {
      try (Stream<Path> modules = Files.list(group)) {
        modules
            .map(module -> module.resolve(version))
            .forEach(copy -> IoUtil.delete(copy.toFile(), true));
      }
    }
  }
}
