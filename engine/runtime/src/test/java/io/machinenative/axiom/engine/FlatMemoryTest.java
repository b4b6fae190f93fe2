package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.cli.CommandRun;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline over more than there is memory: a gibibyte, with 64 MiB of heap. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads the peak of memory from /proc")
class FlatMemoryTest {
  private static final long BYTES = 1L << 30;
  private static final long MOST_RESIDENT_KIB = 420 << 10;

  private static final String PIPELINE =
      """
      name: flat
      parameters: {source: {}}
      stages:
        - {name: read, operation: file.read, parameters: {path: "${source}"}}
        - {name: compress, operation: zstd.compress, needs: [read]}
        - {name: digest, operation: stream.digest, needs: [compress]}
        - {name: prove, operation: zstd.verify, needs: [digest]}
      """;

  @TempDir Path folder;

  /** The child: a command, and then what its process took at most. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      CommandRun run = CommandRun.of(arguments);
      System.out.println(run.exitCode() == 0 ? run.out().strip() : run.err().replace('\n', ' '));
      System.out.println(
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("VmHWM:"))
              .findFirst()
              .orElseThrow()
              .replaceAll("[^0-9]", ""));
    }
  }

  @Test
  void memoryStaysFlat() throws IOException {
    Path source = folder.resolve("source");
    try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
      file.setLength(BYTES);
      file.seek(BYTES / 2);
      file.write("not all of it is a hole".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    Path pipeline = Files.writeString(folder.resolve("flat.yaml"), PIPELINE);
    List<String> command =
        List.of("pipeline", "run", pipeline.toString(), "--set", "source=" + source, "--json");
    try (ChildJvm child =
        ChildJvm.start(Child.class, List.of("-Xms8m", "-Xmx64m"), command, true)) {
      String said = child.line();
      assertTrue(said.startsWith("{"), said);
      Map<?, ?> report = (Map<?, ?>) Json.read(said);
      assertEquals("succeeded", report.get("outcome"), said);
      assertEquals(BYTES, ((Number) report.get("sourceBytes")).longValue());
      long residentKib = Long.parseLong(child.line());
      assertTrue(residentKib <= MOST_RESIDENT_KIB, () -> residentKib + " KiB, " + report);
    }
  }
}
