package io.machinenative.axiom.engine.doctor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the JVM was started with what the libraries need, and with the file that says so. */
final class JvmFlagsCheck implements Check {
  private static final String NAME = "JVM flags";
  private static final String FILE = "perf-config/jvm/axiom.args";
  private static final String REMEDY = "start with ./axiom, or with java @" + FILE;

  private final Optional<Path> root;

  /**
   * @param root of the build; empty when it is not known
   */
  JvmFlagsCheck(Optional<Path> root) {
    this.root = root;
  }

  @Override
  public List<Finding> look() {
    return List.of(access(), flags());
  }

  /** Asked by their effect, which counts however the flags were given. */
  private static Finding access() {
    List<String> missing = new ArrayList<>();
    Module own = JvmFlagsCheck.class.getModule();
    if (!Object.class.getModule().isExported("jdk.internal.misc", own)) {
      missing.add("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
    }
    if (!"allow".equals(System.getProperty("sun.misc.unsafe.memory.access"))) {
      missing.add("--sun-misc-unsafe-memory-access=allow");
    }
    if (!own.isNativeAccessEnabled()) {
      missing.add("--enable-native-access=ALL-UNNAMED");
    }
    return missing.isEmpty()
        ? Finding.ok("memory access", "Agrona's export, Unsafe and native access are granted")
        : Finding.problem("memory access", "missing: " + String.join(" ", missing), REMEDY);
  }

  private Finding flags() {
    List<String> wanted = root.map(JvmFlagsCheck::wanted).orElse(List.of());
    return wanted.isEmpty()
        ? Finding.notChecked(NAME)
        : compare(wanted, ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  private static List<String> wanted(Path root) {
    try {
      return flagsOf(Files.readAllLines(root.resolve(FILE)));
    } catch (IOException _) {
      return List.of();
    }
  }

  /** The flags of a JVM argument file: one a line, comments begin with {@code #}. */
  static List<String> flagsOf(List<String> lines) {
    return lines.stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  static Finding compare(List<String> wanted, List<String> given) {
    List<String> missing = new ArrayList<>(wanted);
    missing.removeAll(given);
    List<String> more =
        given.stream()
            .filter(flag -> !wanted.contains(flag) && !flag.startsWith("-Daxiom.root="))
            .toList();
    String found =
        (missing.isEmpty() ? "all of " + FILE : "without " + String.join(" ", missing))
            + (more.isEmpty() ? "" : ", and " + String.join(" ", more));
    return missing.isEmpty()
        ? Finding.ok(NAME, found)
        : Finding.advice(NAME, found, REMEDY + "; add your own in AXIOM_JVM_OPTS");
  }
}
