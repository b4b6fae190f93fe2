package io.machinenative.axiom.codec.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The C++ client of {@code docs/samples/cpp}, built by its script and run as a process. Works
 * against any server on TCP that has {@code core.echo}.
 */
public final class CppSample {
  private static final long BUILD_TIMEOUT_S = 180;
  private static final long RUN_TIMEOUT_S = 60;

  private final Path binary;

  /** What a run of the client ended with. */
  public record Run(int exitCode, byte[] output, String errors) {
    public String text() {
      return new String(output, UTF_8);
    }
  }

  private CppSample(Path binary) {
    this.binary = binary;
  }

  /**
   * Builds the client. The calling test is skipped, and says so, on a machine without Maven or g++.
   *
   * @param projectRoot where {@code docs/} is
   * @param outputDirectory takes the generated codecs and the binary; kept, it makes the next build
   *     faster
   */
  public static CppSample build(Path projectRoot, Path outputDirectory) {
    for (String tool : List.of("mvn", "g++")) {
      Assumptions.assumeTrue(
          isOnPath(tool), () -> "SKIPPED: " + tool + " is not on the PATH, so no C++ client");
    }
    Path script = projectRoot.resolve("docs/samples/cpp/build.sh");
    Run build =
        run(BUILD_TIMEOUT_S, new byte[0], "/bin/sh", script.toString(), outputDirectory.toString());
    if (build.exitCode() != 0) {
      throw new AssertionError(
          script + " failed with " + build.exitCode() + ":\n" + build.text() + build.errors());
    }
    return new CppSample(outputDirectory.resolve("axiom_client"));
  }

  private static boolean isOnPath(String tool) {
    return Arrays.stream(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  /** {@code axiom_client HOST PORT arguments…}, with nothing on standard input. */
  public Run run(String host, int port, String... arguments) {
    return run(host, port, new byte[0], arguments);
  }

  /** {@code axiom_client HOST PORT arguments…}. */
  public Run run(String host, int port, byte[] input, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(binary.toString(), host, Integer.toString(port)));
    command.addAll(List.of(arguments));
    return run(RUN_TIMEOUT_S, input, command.toArray(new String[0]));
  }

  private static Run run(long timeoutS, byte[] input, String... command) {
    List<Path> files = new ArrayList<>();
    try {
      for (String name : List.of("in", "out", "err")) {
        files.add(Files.createTempFile("cpp-sample-", name));
      }
      Files.write(files.get(0), input);
      Process process =
          new ProcessBuilder(command)
              .redirectInput(files.get(0).toFile())
              .redirectOutput(files.get(1).toFile())
              .redirectError(files.get(2).toFile())
              .start();
      if (!process.waitFor(timeoutS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(
            "expected an end within " + timeoutS + " s: " + String.join(" ", command));
      }
      return new Run(
          process.exitValue(), Files.readAllBytes(files.get(1)), Files.readString(files.get(2)));
    } catch (IOException e) {
      throw new AssertionError("cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + command[0], e);
    } finally {
      files.forEach(file -> file.toFile().delete());
    }
  }
}
