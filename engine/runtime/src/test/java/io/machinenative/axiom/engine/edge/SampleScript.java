package io.machinenative.axiom.engine.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A script of the samples that runs what others wrote, where that can be had. */
final class SampleScript {
  private static final int CANNOT_BE_HAD = 75;
  private static final long LIMIT_S = 120;

  private SampleScript() {}

  /** What it says when it ends well; the test is skipped when what it runs cannot be had. */
  static String run(String name, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("axiom.root"), "engine", "samples", name).toString());
    command.addAll(arguments);
    Path log = Files.createTempFile(name, ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
    process.destroyForcibly();
    String said = Files.readString(log, StandardCharsets.UTF_8);
    Files.delete(log);
    assertTrue(ended, () -> name + " does not end; it said: " + said);
    assumeTrue(process.exitValue() != CANNOT_BE_HAD, () -> name + " cannot be had: " + said);
    assertEquals(0, process.exitValue(), said);
    return said;
  }
}
