package io.machinenative.axiom.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.hosting.PluginInfo;
import io.machinenative.axiom.engine.plugin.PluginException;
import io.machinenative.axiom.engine.plugin.PluginFile;
import io.machinenative.axiom.engine.plugin.PluginJar;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.agrona.IoUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code axiom plugin package}: the jar of a plugin's project, checked. */
@Command(
    name = "package",
    mixinStandardHelpOptions = true,
    description = {
      "Packs a plugin's Maven project, or a folder of its classes, with its libraries into one"
          + " jar:",
      "checks the manifest, and that an engine brings the plugin up as the manifest says."
    })
final class PluginPackageCommand implements Callable<Integer> {
  private static final String CLASS_PATH = "axiom-classpath";

  /** What a plugin shares with the engine, and must not bring. */
  private static final List<String> SHARED =
      List.of("io/machinenative/axiom/api/", "io/machinenative/axiom/codec/", "org/agrona/");

  private final Terminal terminal;

  @Parameters(paramLabel = "DIR", description = "The project, or the folder of classes.")
  private Path folder;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "The jar (default: ID-VERSION.jar in DIR/target, or beside the folder).")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--offline", description = "Maven fetches nothing.")
  private boolean offline;

  @Option(names = "--no-build", description = "Takes the classes that are in target already.")
  private boolean noBuild;

  @Option(names = "--no-run", description = "Runs no code of the plugin.")
  private boolean noRun;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  PluginPackageCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean project = Files.isRegularFile(folder.resolve("pom.xml"));
    Path target = project ? folder.resolve("target") : folder.toAbsolutePath().getParent();
    try {
      if (project && !noBuild) {
        build();
      }
      Path classes = project ? target.resolve("classes") : folder;
      requireManifest(classes);
      Path made = Files.createTempFile(target, "plugin-", ".jar.new");
      try {
        pack(classes, libraries(target, project), made);
        return check(made, target);
      } finally {
        Files.deleteIfExists(made);
      }
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "the jar cannot be made: " + e);
    }
  }

  private static void requireManifest(Path classes) {
    if (!Files.isRegularFile(classes.resolve(PluginManifest.PATH))) {
      throw new CommandFailure(
          ExitCode.USAGE,
          classes
              + ": expected "
              + PluginManifest.PATH
              + "; in a project it lies in src/main/resources");
    }
  }

  private void build() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mvn", "-q", "-B"));
    if (offline) {
      command.add("-o");
    }
    command.addAll(
        List.of(
            "process-classes",
            "dependency:build-classpath",
            "-DincludeScope=runtime",
            "-Dmdep.outputFile=target/" + CLASS_PATH));
    Process maven;
    try {
      maven =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "Maven cannot be run (--no-build takes what is built): " + e);
    }
    String said = new String(maven.getInputStream().readAllBytes(), UTF_8);
    if (maven.waitFor() != 0) {
      throw new CommandFailure(ExitCode.FAILED, "Maven cannot build it:\n" + said.strip());
    }
  }

  private static List<Path> libraries(Path target, boolean project) throws IOException {
    Path file = target.resolve(CLASS_PATH);
    if (!project || !Files.exists(file)) {
      return List.of();
    }
    List<Path> libraries = new ArrayList<>();
    for (String name : Files.readString(file).strip().split(File.pathSeparator)) {
      if (name.endsWith(".jar")) {
        libraries.add(Path.of(name));
      }
    }
    return libraries;
  }

  private static void pack(Path classes, List<Path> libraries, Path jar) throws IOException {
    try (PluginJar contents = new PluginJar(Files.newOutputStream(jar))) {
      contents.addFolder(classes);
      for (Path library : libraries) {
        contents.addLibrary(library);
      }
      for (String name : contents.names()) {
        if (SHARED.stream().anyMatch(name::startsWith)) {
          throw new CommandFailure(
              ExitCode.FAILED,
              name + " is the engine's: give its dependency the scope provided in the pom.xml");
        }
      }
    }
  }

  private int check(Path made, Path target) throws IOException {
    Path copies = Files.createTempDirectory("axiom-plugin-");
    try {
      PluginFile file = open(made, copies);
      PluginManifest manifest = file.manifest();
      String sha256 = file.sha256();
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("id", manifest.id());
      answer.put("version", manifest.version());
      if (noRun) {
        file.close();
      } else {
        answer.put("tools", run(file));
      }
      Path jar = out.orElse(target.resolve(manifest.id() + "-" + manifest.version() + ".jar"));
      Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
      answer.put("jar", jar.toString());
      answer.put("bytes", Files.size(jar));
      answer.put("sha256", sha256);
      if (json) {
        terminal.printJson(answer);
      } else {
        terminal.print(manifest + ": " + jar);
        terminal.print("sha256 " + sha256);
        terminal.print(noRun ? "not run" : "tools " + answer.get("tools"));
      }
      return ExitCode.OK;
    } finally {
      IoUtil.delete(copies.toFile(), true);
    }
  }

  /** Names the project's folder where the check names a file that the author never sees. */
  private PluginFile open(Path made, Path copies) {
    try {
      return PluginFile.open(made, copies);
    } catch (PluginException e) {
      throw new CommandFailure(
          ExitCode.FAILED, e.getMessage().replace(made.toString(), folder.toString()));
    }
  }

  private List<String> run(PluginFile file) {
    String id = file.manifest().id();
    try (Engine engine = Engine.builder().listen("inproc:").start()) {
      engine.plugins().install(file).join();
      return engine.plugins().list().stream()
          .filter(plugin -> plugin.id().equals(id))
          .map(PluginInfo::tools)
          .findFirst()
          .orElse(List.of());
    } catch (CompletionException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "an engine does not bring it up (--no-run packs it all the same): "
              + e.getCause().getMessage());
    }
  }
}
