package io.machinenative.axiom.natives.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LockedMemoryTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void staysInMemoryAndOutOfDumps() throws IOException {
    try (LockedMemory memory = new LockedMemory(100)) {
      assertEquals("", memory.refusal());
      List<String> flags = flagsOf(memory.segment());
      assertTrue(flags.contains("lo"), "locked, actual " + flags);
      assertTrue(flags.contains("dd"), "not dumped, actual " + flags);
    }
  }

  @Test
  void isZeroAtFirstAndGoneWhenClosed() {
    LockedMemory memory = new LockedMemory(100);
    MemorySegment segment = memory.segment();
    assertEquals(100, segment.byteSize());
    assertEquals(-1, segment.mismatch(MemorySegment.ofArray(new byte[100])));
    segment.fill((byte) 7);
    memory.close();
    memory.close();
    assertThrows(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_BYTE, 0));
  }

  @Test
  void asksForAtLeastOneByte() {
    assertEquals(
        "expected at least 1 byte, actual 0",
        assertThrows(IllegalArgumentException.class, () -> new LockedMemory(0)).getMessage());
  }

  /** What the kernel says of the mapping: {@code VmFlags} of {@code /proc/self/smaps}. */
  private static List<String> flagsOf(MemorySegment segment) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("/proc/self/smaps")));
    boolean inside = false;
    for (String line : lines) {
      String first = line.substring(0, line.indexOf(' '));
      if (first.contains("-")) {
        String[] range = first.split("-");
        long begin = HexFormat.fromHexDigitsToLong(range[0]);
        long end = HexFormat.fromHexDigitsToLong(range[1]);
        inside = segment.address() >= begin && segment.address() < end;
      } else if (inside && first.equals("VmFlags:")) {
        return List.of(line.substring(first.length()).trim().split(" "));
      }
    }
    throw new AssertionError("no mapping of " + segment);
  }
}
