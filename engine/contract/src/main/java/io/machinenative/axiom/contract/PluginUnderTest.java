package io.machinenative.axiom.contract;

import io.machinenative.axiom.engine.plugin.PluginFile;
import io.machinenative.axiom.engine.plugin.PluginJar;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The plugin's jar, as it is tested: given, or packed of the classes of this project. */
final class PluginUnderTest {
  /** Where a build leaves the class path of the libraries that go into the jar. */
  private static final String LIBRARIES = "axiom-classpath";

  private final Path jar;
  private final Path copies;

  /**
   * @param origin a jar, or a folder of classes
   * @param libraries that go into the jar with it; none when a jar holds its own
   * @param folder for the jar and copies of it
   */
  PluginUnderTest(Path origin, List<Path> libraries, Path folder) {
    try {
      copies = Files.createDirectories(folder.resolve("copies"));
      if (Files.isRegularFile(origin) && libraries.isEmpty()) {
        jar = origin;
      } else {
        jar = folder.resolve("plugin-under-test.jar");
        try (PluginJar contents = new PluginJar(Files.newOutputStream(jar))) {
          contents.addLibrary(origin);
          for (Path library : libraries) {
            contents.addLibrary(library);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("packing " + origin, e);
    }
  }

  /** A checked copy, which its new owner closes. */
  PluginFile open() {
    return PluginFile.open(jar, copies);
  }

  /** The one folder on the class path that has a manifest: the classes of this project. */
  static Path onClassPath(ClassLoader classes) {
    try {
      List<URL> found =
          Collections.list(classes.getResources(PluginManifest.PATH)).stream()
              .filter(url -> url.getProtocol().equals("file"))
              .toList();
      if (found.size() != 1) {
        throw new IllegalStateException(
            "expected one folder with "
                + PluginManifest.PATH
                + " on the class path, as src/main/resources gives it; found "
                + found
                + ": override plugin() to say which jar or folder it is");
      }
      Path manifest = Path.of(found.getFirst().toURI());
      return manifest.getParent().getParent().getParent();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("the class path cannot be read", e);
    }
  }

  /** The jar or folder that a class was loaded from. */
  static Path codeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("where " + type + " comes from is not known", e);
    }
  }

  /** What a build has left beside the folder of classes; nothing when it has not. */
  static List<Path> librariesBeside(Path origin) {
    Path list = origin.resolveSibling(LIBRARIES);
    List<Path> libraries = new ArrayList<>();
    if (Files.isRegularFile(list)) {
      try {
        for (String name : Files.readString(list).strip().split(File.pathSeparator)) {
          if (name.endsWith(".jar")) {
            libraries.add(Path.of(name));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return libraries;
  }
}
