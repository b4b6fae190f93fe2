package io.machinenative.axiom.plugins.zstd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The zstd program of the machine. */
final class ZstdProgram {
  private ZstdProgram() {}

  static void requirePresent() {
    boolean present =
        List.of(System.getenv("PATH").split(":")).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "zstd")));
    assumeTrue(present, "the zstd program is not on the PATH: apt install zstd");
  }

  static void run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("zstd", "-q", "-f"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).inheritIO().start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertEquals(ended ? 0 : -1, ended ? process.exitValue() : 1, command.toString());
  }
}
