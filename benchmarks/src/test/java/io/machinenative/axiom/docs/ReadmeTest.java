package io.machinenative.axiom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of README.md and of docs/ do what the documents say: runs those that {@link
 * DocumentedCommand} marks, in the order of the document. The programs that they show are those of
 * the tree.
 *
 * <p>It is in the last module, because the launcher runs from the class path that this module's
 * build has written; {@code AXIOM_NO_BUILD} keeps the launcher from building within the build.
 */
class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("axiom.root"));
  private static final long TIMEOUT_S = 120;

  @TempDir private Path folder;

  @Test
  void readmeHasCommandsToRun() throws IOException {
    Path readme = ROOT.resolve("README.md");
    assertFalse(DocumentedCommand.in("README.md", Files.readAllLines(readme)).isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> commandsDoWhatTheDocumentsSay() throws IOException {
    return commands().stream().map(c -> DynamicTest.dynamicTest(c.place(), () -> run(c)));
  }

  @TestFactory
  Stream<DynamicTest> programsAreThoseOfTheTree() throws IOException {
    List<DocumentedSource> sources = new ArrayList<>();
    for (Path document : documents()) {
      sources.addAll(DocumentedSource.in(nameOf(document), Files.readAllLines(document)));
    }
    assertFalse(sources.isEmpty(), "expected a program in README.md");
    return sources.stream().map(s -> DynamicTest.dynamicTest(s.place(), () -> compare(s)));
  }

  private static void compare(DocumentedSource source) throws IOException {
    List<String> program = Files.readAllLines(ROOT.resolve(source.file()));
    assertEquals(program, source.text().lines().toList(), source.place());
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    documents.add(ROOT.resolve("README.md"));
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }

  private static String nameOf(Path document) {
    return ROOT.relativize(document).toString();
  }

  private static List<DocumentedCommand> commands() throws IOException {
    List<DocumentedCommand> commands = new ArrayList<>();
    for (Path document : documents()) {
      commands.addAll(DocumentedCommand.in(nameOf(document), Files.readAllLines(document)));
    }
    return commands;
  }

  private void run(DocumentedCommand command) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    int status = execute(command.script(), out, err);

    String report =
        "%s: exit %d%n--- output%n%s%n--- errors%n%s"
            .formatted(command.place(), status, Files.readString(out), Files.readString(err));
    assertEquals(0, status, report);
    command.output().ifPresent(promised -> compare(promised, out, report));
  }

  private static int execute(String script, Path out, Path err)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-eu", "-c", script);
    builder.directory(ROOT.toFile());
    builder.redirectOutput(out.toFile());
    builder.redirectError(err.toFile());
    builder.environment().put("AXIOM_NO_BUILD", "1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      boolean ended = process.waitFor(TIMEOUT_S, TimeUnit.SECONDS);
      assertTrue(ended, () -> "expected an end within " + TIMEOUT_S + " s: " + script);
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static void compare(DocumentedCommand.Output promised, Path out, String report) {
    List<String> actual = lines(out);
    if (promised.exact()) {
      assertEquals(promised.text().lines().toList(), actual, report);
    } else {
      assertTrue(
          new OutputShape(promised.text()).matches(actual),
          () -> "expected output like%n%s%nactual %s".formatted(promised.text(), report));
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
