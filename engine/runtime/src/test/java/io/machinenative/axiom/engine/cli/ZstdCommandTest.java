package io.machinenative.axiom.engine.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code axiom zstd} beside the zstd program, on files and on pipes. */
class ZstdCommandTest {
  private static final long SEED = 20_260_107;

  @TempDir private Path folder;

  private Path file(String name, int lines) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append("{\"line\":").append(i).append(",\"tool\":\"core.echo\",\"took_ns\":");
      text.append(random.nextInt(1 << 20)).append(",\"outcome\":\"ok\"}\n");
    }
    return Files.writeString(folder.resolve(name), text);
  }

  private static void assertRuns(Object... arguments) {
    CommandRun run = run(arguments);
    assertEquals(ExitCode.OK, run.exitCode(), run::toString);
  }

  private static CommandRun run(Object... arguments) {
    List<String> words = new ArrayList<>(List.of("zstd"));
    Stream.of(arguments).map(Object::toString).forEach(words::add);
    return CommandRun.of(words.toArray(String[]::new));
  }

  private static void assertSays(int exitCode, String part, Object... arguments) {
    CommandRun run = run(arguments);
    assertEquals(exitCode, run.exitCode(), run::toString);
    assertTrue(run.err().contains(part), run::toString);
    assertFalse(run.err().contains("\tat "), () -> "expected no stack, got " + run);
  }

  private static void assumeProgram() throws InterruptedException {
    boolean there;
    try {
      there = new ProcessBuilder("zstd", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      System.err.println("SKIPPED: no zstd program to compare with: " + e.getMessage());
      there = false;
    }
    assumeTrue(there, "no zstd program");
  }

  private static void program(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("zstd", "-q"));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    int exit = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start().waitFor();
    assertEquals(0, exit, command::toString);
  }

  @Test
  void theProgramAndWeReadEachOther() throws IOException, InterruptedException {
    assumeProgram();
    byte[] content = Files.readAllBytes(file("plain", 20_000));
    for (String level : List.of("-1", "-19", "--fast=5", "--long", "-T0")) {
      Path ours = folder.resolve("ours" + level);
      Path back = folder.resolve("back" + level);
      assertRuns(level, folder.resolve("plain"), "-o", ours);
      assertTrue(Files.size(ours) < content.length / 2, level);
      program("-d", ours, "-o", back);
      assertArrayEquals(content, Files.readAllBytes(back), level);
      Path theirs = folder.resolve("theirs" + level);
      program(level, folder.resolve("plain"), "-o", theirs);
      assertRuns("-d", theirs, "-f", "-o", back);
      assertArrayEquals(content, Files.readAllBytes(back), level);
    }
  }

  @Test
  void dictionariesAreShared() throws IOException, InterruptedException {
    assumeProgram();
    List<Object> training = new ArrayList<>(List.of("--train"));
    for (int i = 0; i < 100; i++) {
      training.add(file("sample" + i, 5 + i % 20));
    }
    Path dictionary = folder.resolve("dictionary");
    training.addAll(List.of("-o", dictionary, "--max-dict", "4KiB"));
    assertRuns(training.toArray());
    Path plain = folder.resolve("sample7");
    Path frame = folder.resolve("frame");
    assertRuns("-D", dictionary, plain, "-o", frame);
    program("-d", "-D", dictionary, frame, "-o", folder.resolve("back"));
    assertEquals(-1, Files.mismatch(plain, folder.resolve("back")));
    assertSays(ExitCode.FAILED, "expected dictionary", "-d", frame, "-o", folder.resolve("no"));
    assertSays(ExitCode.FAILED, "expected a dictionary", "-D", plain, plain, "-o", frame, "-f");
  }

  @Test
  void whatFailsLeavesNoFile() throws IOException {
    Path plain = file("plain", 1000);
    Path frame = folder.resolve("frame");
    assertRuns(plain, "-o", frame);
    Path cut = folder.resolve("cut");
    byte[] half = java.util.Arrays.copyOf(Files.readAllBytes(frame), 5000);
    Files.write(cut, half);
    Path out = folder.resolve("out");
    assertSays(ExitCode.FAILED, "does not end within 5000 bytes", "-d", cut, "-o", out);
    assertSays(ExitCode.FAILED, "expected a zstd frame at byte 0", "-d", plain, "-o", out);
    assertSays(ExitCode.FAILED, "maxBytes", "-d", frame, "-o", out, "--max-size", "1KiB");
    assertSays(ExitCode.USAGE, "nowhere", folder.resolve("nowhere"), "-o", out);
    assertSays(ExitCode.USAGE, "--max-size", "-d", frame, "-o", out, "--max-size", "much");
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of("cut", "frame", "plain"),
          files.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void nothingIsOverwrittenUnasked() throws IOException {
    Path plain = file("plain", 100);
    Path out = Files.writeString(folder.resolve("out"), "precious");
    assertSays(ExitCode.USAGE, "there already", plain, "-o", out);
    assertEquals("precious", Files.readString(out));
    assertRuns(plain, "-f", "-o", out);
    assertRuns("-d", out, "-o", folder.resolve("back"));
    assertEquals(-1, Files.mismatch(plain, folder.resolve("back")));
  }

  @Test
  void aSecretStaysSecretAndTheReportIsJson() throws IOException {
    Path plain = file("plain", 100);
    Files.setPosixFilePermissions(plain, PosixFilePermissions.fromString("rw-------"));
    Path out = folder.resolve("out");
    CommandRun run = run(plain, "-o", out, "--json");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(out)));
    Map<?, ?> report = (Map<?, ?>) Json.read(run.err());
    assertEquals(Files.size(plain), ((Number) report.get("read_bytes")).longValue());
    assertEquals(Files.size(out), ((Number) report.get("written_bytes")).longValue());
  }

  @Test
  void pipesGoThrough() throws IOException, InterruptedException {
    Path plain = file("plain", 5000);
    Path frame = folder.resolve("frame");
    Path back = folder.resolve("back");
    assertEquals(0, piped(plain, frame, "zstd", "-3"));
    assertTrue(Files.size(frame) < Files.size(plain) / 2);
    assertEquals(0, piped(frame, back, "zstd", "-d"));
    assertEquals(-1, Files.mismatch(plain, back));
    assertEquals(1, piped(plain, back, "zstd", "-d"));
  }

  private static int piped(Path in, Path out, String... arguments)
      throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("axiom.root"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + root.resolve("perf-config").resolve("jvm").resolve("axiom.args"));
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).start();
    try (var input = process.getOutputStream()) {
      Files.copy(in, input);
    } catch (IOException e) {
      // It has ended without reading everything, which its exit code explains.
      assertTrue(e.getMessage().contains("pipe"), e::toString);
    }
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    assertTrue(exit == 0 ? said.isEmpty() : said.startsWith("axiom: "), said);
    return exit;
  }
}
