package io.machinenative.axiom.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code axiom plugin new}: a Maven project with a tool and its tests. */
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a Maven project of a plugin with one tool and its tests, which passes at once:",
      "  axiom plugin new greeter && cd greeter && mvn test",
      "What it is compiled and tested with lies in the project, in .axiom/repository. In a project",
      "that is there already, only that is made anew."
    })
final class PluginNewCommand implements Callable<Integer> {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{2,63}");
  private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");
  private static final String TEMPLATE = "plugin-template/";

  /** What is in the template: resource to path in the project. */
  private static final Map<String, String> FILES =
      Map.of(
          // Without a network Maven reads the folder of Axiom's modules all the same.
          "maven.config.txt", ".mvn/maven.config",
          "pom.xml.txt", "pom.xml",
          "README.md.txt", "README.md",
          "gitignore.txt", ".gitignore",
          "plugin.yaml.txt", "src/main/resources/META-INF/axiom/plugin.yaml",
          "services.txt", "src/main/resources/META-INF/services/io.machinenative.axiom.api.Plugin",
          "Plugin.java.txt", "src/main/java/@folder@/@Class@Plugin.java",
          "PluginTest.java.txt", "src/test/java/@folder@/@Class@PluginTest.java");

  private final Terminal terminal;

  @Spec private picocli.CommandLine.Model.CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "Id of the plugin, and folder of the project.")
  private Path name;

  @Option(
      names = "--package",
      paramLabel = "NAME",
      description = "Of the Java code (default: org.example and the id).")
  private Optional<String> javaPackage = Optional.empty();

  PluginNewCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String id = name.getFileName().toString();
    if (!ID.matcher(id).matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "NAME: expected 3 to 64 small letters, digits and '-', beginning with a letter, got '"
              + id
              + "'");
    }
    String code = javaPackage.orElse("org.example." + id.replace("-", ""));
    if (!PACKAGE.matcher(code).matches()) {
      throw new ParameterException(
          spec.commandLine(), "--package: expected a name such as org.example, got '" + code + "'");
    }
    boolean fresh = !Files.exists(name.resolve("pom.xml"));
    try {
      AuthorRepository repository = AuthorRepository.ofThisBuild();
      repository.writeTo(name.resolve(".axiom").resolve("repository"));
      if (fresh) {
        write(id, code, repository.version());
      } else {
        terminal.note(
            "axiom: "
                + name
                + " has a pom.xml already: only its repository is new; set axiom.version to "
                + repository.version()
                + " there");
      }
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "the project cannot be written: " + e);
    }
    if (fresh) {
      terminal.print("a plugin's project is in " + name + "; next: cd " + name + " && mvn test");
    }
    return ExitCode.OK;
  }

  private void write(String id, String code, String version) throws IOException {
    Map<String, String> words =
        Map.of(
            "@id@",
            id,
            "@Class@",
            className(id),
            "@package@",
            code,
            "@folder@",
            code.replace('.', '/'),
            "@domain@",
            id.replace("-", ""),
            "@axiom.version@",
            version);
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Path target = name.resolve(fill(file.getValue(), words));
      Files.createDirectories(target.getParent());
      Files.writeString(target, fill(read(file.getKey()), words));
    }
  }

  private static String className(String id) {
    return Arrays.stream(id.split("-"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  private static String read(String resource) throws IOException {
    try (InputStream in = PluginNewCommand.class.getResourceAsStream(TEMPLATE + resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static String fill(String text, Map<String, String> words) {
    String filled = text;
    for (Map.Entry<String, String> word : words.entrySet()) {
      filled = filled.replace(word.getKey(), word.getValue());
    }
    return filled;
  }
}
