package io.machinenative.axiom.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.contract.Examples;
import io.machinenative.axiom.contract.PluginContract;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;

/** What {@code axiom plugin new} makes compiles, tests included, and passes the contract. */
class PluginTemplateTest extends PluginContract {
  @TempDir private static Path folder;

  @Override
  protected Examples examples() {
    return new Examples()
        .answers("mygreeter.hello", "{\"name\":\"Ada\"}", "{\"text\":\"Hello Ada!\"}")
        .refuses("mygreeter.hello", "{}", Status.INVALID_ARGUMENT);
  }

  @Override
  protected synchronized Path plugin() {
    Path project = folder.resolve("my-greeter");
    Path classes = project.resolve("target").resolve("classes");
    if (!Files.exists(classes)) {
      make(project);
      compile(project, classes);
    }
    return classes;
  }

  private static void make(Path project) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    int code = Main.run(new String[] {"plugin", "new", project.toString()}, out, out, false);
    assertEquals(ExitCode.OK, code, said::toString);
  }

  private static void compile(Path project, Path classes) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-Xlint:all,-path",
                "-Werror",
                "-parameters",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString()));
    try (Stream<Path> files = Files.walk(project.resolve("src"))) {
      files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
      int result =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, arguments.toArray(String[]::new));
      assertEquals(0, result, "javac");
      Path resources = project.resolve("src").resolve("main").resolve("resources");
      copy(resources, classes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
