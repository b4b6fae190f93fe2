package io.machinenative.axiom.contract.faulty;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.contract.EngineUnderTest;
import io.machinenative.axiom.contract.Examples;
import io.machinenative.axiom.contract.PluginContract;
import io.machinenative.axiom.engine.base.TreeRemoval;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** An author's test of a plugin with a fault; run by hand, for it is meant to fail. */
abstract class FaultyContract extends PluginContract {
  private final Fault fault;
  private Path classes;

  FaultyContract(Fault fault) {
    this.fault = fault;
  }

  @Override
  protected Examples examples() {
    return new Examples()
        .answers("faulty.hello", "{\"name\":\"Ada\"}", "{\"text\":\"Hello Ada!\"}");
  }

  @Override
  protected List<Path> libraries() {
    return List.of();
  }

  @Override
  protected void prepare(EngineUnderTest.Setup setup) {
    setup.configuration("faulty", Map.of("fault", fault.name()));
  }

  @AfterAll
  void removeClasses() throws IOException {
    if (classes != null) {
      TreeRemoval.remove(classes);
    }
  }

  /** A folder of classes, as a build leaves it; goes with the test. */
  @Override
  protected Path plugin() {
    if (classes == null) {
      classes = build();
    }
    return classes;
  }

  private Path build() {
    try {
      Path folder = Files.createTempDirectory("axiom-faulty-");
      String tools = fault == Fault.LYING_MANIFEST ? "faulty.hello, faulty.absent" : "faulty.hello";
      String manifest =
          """
          id: faulty
          version: 1.0.0
          tools: [%s]
          limits: {memory: 1MiB, threads: 1}
          configuration: {schema: {type: object}}
          """
              .formatted(tools);
      write(folder.resolve(PluginManifest.PATH), manifest.getBytes(UTF_8));
      write(
          folder.resolve("META-INF/services").resolve(Plugin.class.getName()),
          FaultyPlugin.class.getName().getBytes(UTF_8));
      for (Class<?> type :
          List.of(
              FaultyPlugin.class,
              Fault.class,
              FaultyPlugin.Whom.class,
              FaultyPlugin.Greeted.class)) {
        copy(folder, type.getName());
      }
      // The table of a switch over the enum, which javac makes a class of.
      copy(folder, FaultyPlugin.class.getName() + "$1");
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path folder, String type) throws IOException {
    String name = type.replace('.', '/') + ".class";
    try (InputStream in = FaultyPlugin.class.getClassLoader().getResourceAsStream(name)) {
      if (in != null) {
        write(folder.resolve(name), in.readAllBytes());
      }
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
