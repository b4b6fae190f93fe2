package io.machinenative.axiom.benchmarks.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Under which conditions something was measured. Immutable.
 *
 * @param loadAverage of the last minute before the run began; negative when the host does not tell
 * @param commit of the sources; empty when they are not in a repository
 */
record Conditions(
    int cores,
    String cpu,
    String java,
    List<String> jvmFlags,
    String kernel,
    double loadAverage,
    Optional<String> commit) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  static Conditions ofThisHost() {
    return new Conditions(
        Runtime.getRuntime().availableProcessors(),
        cpuModel(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        currentCommit());
  }

  private static String cpuModel() {
    if (!Files.isReadable(CPU_INFO)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return "unknown: " + e.getMessage();
    }
  }

  private static Optional<String> currentCommit() {
    String root = System.getProperty("axiom.root", ".");
    try {
      Process git =
          new ProcessBuilder("git", "-C", root, "describe", "--always", "--dirty", "--abbrev=12")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String commit =
          new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      return Optional.of(commit).filter(name -> !name.isEmpty());
    } catch (IOException e) {
      // No git on this host: the report says that the commit is not known.
      return Optional.empty();
    }
  }
}
