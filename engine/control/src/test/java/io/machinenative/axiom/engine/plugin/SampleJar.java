package io.machinenative.axiom.engine.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/** Builds a plugin's jar from source, as an author's build would. */
public final class SampleJar {
  private static final String SOURCE =
      """
      package sample;

      import io.machinenative.axiom.api.*;
      import io.machinenative.axiom.codec.ContentType;
      import java.util.List;

      public final class SamplePlugin implements Plugin {
        %s
        public String id() { return "sample"; }
        public String version() { return "%s"; }
        public void initialize(PluginContext context) throws Exception { %s }
        public List<Tool> tools() {
          return List.of(
              Tool.named("sample.version")
                  .version(version())
                  .typed(Question.class, Answer.class, (q, call) -> new Answer(Secret.VALUE))
                  .build());
        }
        public record Question(String text) {}
        public record Answer(String version) {}
      }

      final class Secret {
        static final String VALUE = new String("%s");
      }
      """;

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private SampleJar() {}

  /** A plugin that is right. */
  public static SampleJar version(String version) {
    return version(version, "", "");
  }

  /**
   * @param members more of the plugin's class
   * @param initialize body of its method
   */
  public static SampleJar version(String version, String members, String initialize) {
    SampleJar jar = new SampleJar();
    jar.put(PluginManifest.PATH, "id: sample\nversion: " + version + "\ntools: [sample.version]\n");
    jar.put("META-INF/services/io.machinenative.axiom.api.Plugin", "sample.SamplePlugin\n");
    jar.compile(SOURCE.formatted(members, version, initialize, version));
    return jar;
  }

  public SampleJar put(String name, String text) {
    entries.put(name, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  public SampleJar without(String name) {
    entries.remove(name);
    return this;
  }

  public Path write(Path file) {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private void compile(String source) {
    try {
      Path folder = Files.createTempDirectory("sample-plugin");
      Path file = Files.writeString(folder.resolve("SamplePlugin.java"), source);
      int result =
          ToolProvider.getSystemJavaCompiler()
              .run(
                  null,
                  null,
                  null,
                  "-proc:none",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "-d",
                  folder.toString(),
                  file.toString());
      if (result != 0) {
        throw new AssertionError("javac ended with " + result);
      }
      try (Stream<Path> classes = Files.list(folder.resolve("sample"))) {
        for (Path path : classes.sorted().toList()) {
          entries.put("sample/" + path.getFileName(), Files.readAllBytes(path));
        }
      }
      remove(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.toList().reversed();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
