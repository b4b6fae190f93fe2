package io.machinenative.axiom.engine.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** {@code docs/operating.md} lists every counter at the place where it lies in the file. */
class OperatingPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("axiom.root")).resolve("docs/operating.md");

  /** Offset and label of each counter, as the page has them. */
  private static List<String> documented() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .dropWhile(line -> !line.equals("<!-- table: counters -->"))
        .skip(3)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.split("\\|"))
        .map(cells -> cells[1].strip() + " " + cells[2].strip().replace("`", ""))
        .toList();
  }

  /** Found by counting with each one, and looking where the number lies. */
  private static List<String> actual() {
    UnsafeBuffer buffer =
        new UnsafeBuffer(BufferUtil.allocateDirectAligned(EngineCounters.BUFFER_BYTES, 128));
    EngineCounters counters = new EngineCounters(buffer);
    List<String> places = new ArrayList<>();
    for (EngineCounter counter : EngineCounter.values()) {
      counters.add(counter, 1 + counter.ordinal());
      for (int offset = 8; offset < EngineCounters.BUFFER_BYTES; offset += Long.BYTES) {
        if (buffer.getLong(offset) == 1 + counter.ordinal()) {
          places.add(offset + " " + counter.label());
        }
      }
    }
    return places;
  }

  @Test
  void countersLieWhereThePageSays() throws IOException {
    assertEquals(String.join("\n", actual()), String.join("\n", documented()));
  }
}
