package io.machinenative.axiom.engine.plugin;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
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

  private static final Pattern PUBLIC_TYPE =
      Pattern.compile("public (?:final |abstract )?(?:class|interface|record|enum) (\\w+)");

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
    jar.compile(List.of(SOURCE.formatted(members, version, initialize, version)));
    return jar;
  }

  /**
   * A plugin of any kind.
   *
   * @param pluginClass the name of the class that implements Plugin
   * @param sources of all classes, each file beginning with its package
   * @param libraries jars that the sources are compiled against, and that are not packed
   */
  public static SampleJar plugin(
      String manifest, String pluginClass, List<String> sources, Path... libraries) {
    SampleJar jar = new SampleJar();
    jar.put(PluginManifest.PATH, manifest);
    jar.put("META-INF/services/io.machinenative.axiom.api.Plugin", pluginClass + "\n");
    jar.compile(sources, libraries);
    return jar;
  }

  /** Takes the entries of another jar in, as a build that packs its libraries does. */
  public SampleJar pack(Path library) {
    try (ZipFile zip = new ZipFile(library.toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
        entries.putIfAbsent(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a build leaves it: a folder of classes. */
  public Path unpack(Path folder) {
    try {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        Path file = folder.resolve(entry.getKey());
        Files.createDirectories(file.getParent());
        Files.write(file, entry.getValue());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private void compile(List<String> sources, Path... libraries) {
    try {
      Path folder = Files.createTempDirectory("sample-plugin");
      List<String> arguments = new ArrayList<>();
      String libraryPath =
          Stream.of(libraries).map(path -> path + File.pathSeparator).collect(Collectors.joining());
      arguments.addAll(
          List.of(
              "-proc:none",
              "-nowarn",
              "-cp",
              libraryPath + System.getProperty("java.class.path"),
              "-d",
              folder.toString()));
      Path sourceFolder = Files.createTempDirectory("sample-source");
      for (String source : sources) {
        Matcher name = PUBLIC_TYPE.matcher(source);
        if (!name.find()) {
          throw new AssertionError("expected a public type in " + source);
        }
        Path file = Files.writeString(sourceFolder.resolve(name.group(1) + ".java"), source);
        arguments.add(file.toString());
      }
      int result =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, arguments.toArray(String[]::new));
      if (result != 0) {
        throw new AssertionError("javac ended with " + result);
      }
      try (Stream<Path> classes = Files.walk(folder)) {
        for (Path path : classes.filter(Files::isRegularFile).sorted().toList()) {
          entries.put(folder.relativize(path).toString(), Files.readAllBytes(path));
        }
      }
      remove(folder);
      remove(sourceFolder);
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
