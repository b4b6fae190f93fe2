package io.machinenative.axiom.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.base.Sha256;
import io.machinenative.axiom.engine.plugin.PluginJar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Axiom's own modules as a Maven repository in a folder, made of what the launcher has built, so
 * that an author's project is compiled and tested with them wherever it is. Other libraries come
 * from where Maven gets them.
 *
 * <p>Its version has the sum of the contents in it: another build is another version, which no
 * cache confuses with this one.
 */
final class AuthorRepository {
  private static final String GROUP = "io.machinenative.axiom";
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final int SUM_CHARS = 10;

  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
  private static final Pattern OURS = Pattern.compile("<artifactId>(axiom-[^<]+)</artifactId>");

  /** What a project asks for; the rest is what these need. */
  private static final List<String> ASKED_FOR =
      List.of("axiom-engine-api", "axiom-plugin-contract");

  /**
   * A module.
   *
   * @param jar empty for the parent of all
   */
  private record Module(String artifact, String pom, byte[] jar) {}

  private final List<Module> modules;
  private final String built;
  private final String version;

  private AuthorRepository(List<Module> modules, String built, String version) {
    this.modules = modules;
    this.built = built;
    this.version = version;
  }

  /**
   * @throws CommandFailure when Axiom was not started by its launcher, from its sources
   */
  static AuthorRepository ofThisBuild() throws IOException {
    String property = System.getProperty("axiom.root", "");
    Path root = Path.of(property);
    if (property.isEmpty() || !Files.isRegularFile(root.resolve("pom.xml"))) {
      throw new CommandFailure(
          ExitCode.FAILED, "Axiom's own modules are not to be found: run ./axiom in its sources");
    }
    String parent = Files.readString(root.resolve("pom.xml"));
    List<Module> modules = new ArrayList<>();
    modules.add(new Module("axiom", parent, new byte[0]));
    Map<String, Path> folders = foldersOf(parent, root);
    Deque<String> open = new ArrayDeque<>(ASKED_FOR);
    Set<String> seen = new HashSet<>(ASKED_FOR);
    while (!open.isEmpty()) {
      Module module = module(open.peek(), folders.get(open.pop()));
      modules.add(module);
      neededBy(module.pom()).filter(seen::add).forEach(open::add);
    }
    Matcher declared = VERSION.matcher(parent);
    if (!declared.find()) {
      throw new CommandFailure(ExitCode.FAILED, root + "/pom.xml has no version");
    }
    String built = declared.group(1);
    return new AuthorRepository(
        modules, built, built.replace("-SNAPSHOT", "") + "-" + sumOf(modules));
  }

  private static Map<String, Path> foldersOf(String parent, Path root) throws IOException {
    Map<String, Path> folders = new HashMap<>();
    Matcher names = MODULE.matcher(parent);
    while (names.find()) {
      Path folder = root.resolve(names.group(1));
      String pom = Files.readString(folder.resolve("pom.xml"));
      Matcher artifact = OURS.matcher(pom.substring(pom.indexOf("</parent>")));
      if (artifact.find()) {
        folders.put(artifact.group(1), folder);
      }
    }
    return folders;
  }

  /** The modules that a module's users need too. */
  private static Stream<String> neededBy(String pom) {
    return DEPENDENCY
        .matcher(pom)
        .results()
        .map(dependency -> dependency.group(1))
        .filter(dependency -> !dependency.contains("<scope>test"))
        .map(OURS::matcher)
        .filter(Matcher::find)
        .map(ours -> ours.group(1));
  }

  private static Module module(String artifact, Path folder) throws IOException {
    Path classes = folder.resolve("target").resolve("classes");
    if (!Files.isDirectory(classes)) {
      throw new CommandFailure(ExitCode.FAILED, classes + " is not built: run ./axiom build");
    }
    return new Module(artifact, Files.readString(folder.resolve("pom.xml")), jar(classes));
  }

  private static byte[] jar(Path classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PluginJar jar = new PluginJar(bytes)) {
      jar.addFolder(classes);
    }
    return bytes.toByteArray();
  }

  private static String sumOf(List<Module> modules) {
    MessageDigest digest = Sha256.begin();
    for (Module module : modules) {
      digest.update(module.pom().getBytes(UTF_8));
      digest.update(module.jar());
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, SUM_CHARS);
  }

  /** Of all modules in the repository. */
  String version() {
    return version;
  }

  /** Writes all modules, in the place of those of another build. */
  void writeTo(Path repository) throws IOException {
    removeAll(repository);
    Path group = repository.resolve(GROUP.replace('.', '/'));
    for (Module module : modules) {
      Path folder = Files.createDirectories(group.resolve(module.artifact()).resolve(version));
      String stem = module.artifact() + "-" + version;
      String pom = module.pom().replace("<version>" + built + "<", "<version>" + version + "<");
      Files.writeString(folder.resolve(stem + ".pom"), pom);
      if (module.jar().length > 0) {
        Files.write(folder.resolve(stem + ".jar"), module.jar());
      }
    }
  }

  private static void removeAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      List<Path> files;
      try (Stream<Path> tree = Files.walk(folder)) {
        files = tree.toList().reversed();
      }
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }
}
