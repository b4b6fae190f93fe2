package io.machinenative.axiom.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, and what is said of the build. */
class DemoTest {
  @TempDir private Path folder;

  @Test
  void filesGoThroughToolsOnAllCarriers() throws IOException {
    for (int length : List.of(0, 1, 5000, 200_000)) {
      byte[] content = new byte[length];
      new SplittableRandom(length).nextBytes(content);
      Files.write(folder.resolve(length + " bytes"), content);
    }
    CommandRun run = CommandRun.of("demo", folder.toString(), "--json");
    assertEquals(ExitCode.OK, run.exitCode(), run::toString);
    Map<?, ?> answer = (Map<?, ?>) Json.read(run.out());
    assertEquals(4, answer.get("files"));
    List<?> carriers = (List<?>) answer.get("carriers");
    assertEquals(
        List.of("in-process", "Aeron IPC", "Aeron UDP", "TCP"),
        carriers.stream().map(carrier -> ((Map<?, ?>) carrier).get("carrier")).toList());
    for (Object carrier : carriers) {
      Map<?, ?> report = (Map<?, ?>) carrier;
      assertEquals(List.of(), report.get("faults"));
      assertEquals(205_001, report.get("bytes"));
      long p50Ns = ((Number) report.get("echo_p50_ns")).longValue();
      assertTrue(p50Ns > 0 && p50Ns <= ((Number) report.get("echo_max_ns")).longValue());
    }
  }

  @Test
  void saysWhatThereIsNot() {
    CommandRun nowhere = CommandRun.of("demo", folder.resolve("nowhere").toString());
    assertEquals(ExitCode.USAGE, nowhere.exitCode());
    assertTrue(nowhere.err().contains("nowhere"), nowhere::err);
    CommandRun empty = CommandRun.of("demo", folder.toString());
    assertEquals(ExitCode.USAGE, empty.exitCode());
    assertTrue(empty.err().contains("no file"), empty::err);
  }

  @Test
  void namesTheBuildAndTheProtocol() {
    CommandRun text = CommandRun.of("version");
    assertTrue(text.out().matches("axiom \\S+, protocol \\d+ to \\d+, Java 25.*\\s*"), text::out);
    Map<?, ?> json = (Map<?, ?>) Json.read(CommandRun.of("version", "--json").out());
    assertTrue(text.out().contains(json.get("version").toString()), text::out);
    assertEquals(ExitCode.OK, CommandRun.of("--version").exitCode());
    assertEquals(ExitCode.USAGE, CommandRun.of("frobnicate").exitCode());
    assertEquals(ExitCode.USAGE, CommandRun.of().exitCode());
    assertEquals(ExitCode.OK, CommandRun.of("call", "--help").exitCode());
  }
}
