package io.machinenative.axiom.engine.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.plugin.SampleJar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code axiom mcp --stdio} writes to standard output is messages, whoever else writes there:
 * a plugin by any way, the JVM's log, a thread dump. By the launcher as it is, in a folder that has
 * the class path of the tests in the place of a build.
 */
class StandardOutputTest {
  private static final String MANIFEST = "id: noisy\nversion: 1.0.0\ntools: [noisy.shout]\n";

  private static final String SOURCE =
      """
      package noisy;

      import io.machinenative.axiom.api.*;
      import java.io.*;
      import java.util.List;

      public final class NoisyPlugin implements Plugin {
        public String id() { return "noisy"; }
        public String version() { return "1.0.0"; }
        public void initialize(PluginContext context) throws Exception {
          System.out.println("printed at the start");
          shout("by descriptor at the start\\n");
        }
        public List<Tool> tools() {
          return List.of(
              Tool.named("noisy.shout")
                  .blocking()
                  .typed(Question.class, Answer.class, (question, call) -> shoutAll())
                  .build());
        }
        static Answer shoutAll() throws Exception {
          System.out.println("printed by the tool");
          shout("by descriptor in the tool\\n");
          Thread thread = new Thread(() -> System.out.println("printed by a thread"));
          thread.start();
          thread.join();
          System.gc();
          return new Answer(System.in.read());
        }
        static void shout(String text) throws IOException {
          FileOutputStream out = new FileOutputStream(FileDescriptor.out);
          out.write(text.getBytes());
        }
        public record Question() {}
        public record Answer(int read) {}
      }
      """;

  @Test
  void nothingButMessagesComesOut(@TempDir Path folder) throws IOException, InterruptedException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    SampleJar.plugin(MANIFEST, "noisy.NoisyPlugin", List.of(SOURCE))
        .write(plugins.resolve("noisy.jar"));
    Path errors = folder.resolve("errors");
    Process process = start(folder, plugins, errors);
    List<Map<?, ?>> messages = new ArrayList<>();
    try (Writer in = process.outputWriter(UTF_8);
        BufferedReader out = process.inputReader(UTF_8)) {
      send(
          in,
          OlderClient.message(
              "0", "initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}"));
      messages.add(EdgeRig.json(out.readLine()));
      Map<?, ?> answer = Map.of();
      while (!answer.containsKey("result")) { // it is not there while the folder is read
        send(in, OlderClient.message("1", "tools/call", "{\"name\":\"noisy.shout\"}"));
        do {
          answer = EdgeRig.json(out.readLine());
          messages.add(answer);
        } while (!Integer.valueOf(1).equals(answer.get("id")));
      }
      assertEquals(
          -1,
          EdgeRig.at(answer, "result", "structuredContent", "read"),
          "a tool reads nothing of what the client says");
      assertEquals(0, new ProcessBuilder("kill", "-QUIT", "" + process.pid()).start().waitFor());
      Await.until("a thread dump", () -> read(errors).contains("Full thread dump"));
      in.close();
      out.lines().map(EdgeRig::json).forEach(messages::add);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends with its input");
      assertEquals(0, process.exitValue(), read(errors));
    } finally {
      process.destroyForcibly();
    }
    messages.forEach(message -> assertEquals("2.0", message.get("jsonrpc"), message::toString));
    String said = read(errors);
    for (String text :
        List.of(
            "printed at the start",
            "by descriptor at the start",
            "printed by the tool",
            "by descriptor in the tool",
            "printed by a thread",
            "[gc")) {
      assertTrue(said.contains(text), () -> text + " is on standard error: " + said);
    }
  }

  private static Process start(Path folder, Path plugins, Path errors) throws IOException {
    Path tree = Path.of(System.getProperty("axiom.root"));
    Path launcher = folder.resolve("axiom");
    Files.copy(tree.resolve("axiom"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
    Files.createSymbolicLink(folder.resolve("perf-config"), tree.resolve("perf-config"));
    Path built = Files.createDirectories(folder.resolve("benchmarks/target"));
    Files.writeString(built.resolve("classpath"), System.getProperty("java.class.path"));
    ProcessBuilder builder =
        new ProcessBuilder(launcher.toString(), "mcp", "--stdio", "--plugins", plugins.toString());
    builder.environment().put("AXIOM_NO_BUILD", "1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("AXIOM_JVM_OPTS", "-Xlog:gc -XX:TieredStopAtLevel=1");
    return builder.redirectError(errors.toFile()).start();
  }

  private static void send(Writer in, String message) throws IOException {
    in.write(message + "\n");
    in.flush();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
