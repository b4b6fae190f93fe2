package io.machinenative.axiom.plugins.backup.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.plugins.backup.storage.DirectAccess;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes past the cache is what was given, of any length and with zeros anywhere. */
class DirectOutputTest {
  private static final long SEED = 20_261_122;
  private static final int PART_BYTES = 64 << 10;

  @TempDir private Path folder;

  @BeforeEach
  void requireDirectAccess() {
    try (FileChannel channel = open(folder.resolve("probe"))) {
      assertTrue(channel.isOpen());
    } catch (UnsupportedOperationException | IOException e) {
      Assumptions.abort("this file system takes nothing past its cache: " + e);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    OpenOption direct =
        DirectAccess.option().orElseThrow(() -> new UnsupportedOperationException("no option"));
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, direct);
  }

  @Test
  void writesWhatItIsGiven() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    int[] lengths = {
      1, 4095, 4096, 4097, PART_BYTES, PART_BYTES + 1, 1 << 20, (1 << 20) + 1, 3_000_000
    };
    try (Arena arena = Arena.ofConfined()) {
      DirectOutput output = new DirectOutput(arena);
      for (int i = 0; i < 60; i++) {
        int length = i < 2 * lengths.length ? lengths[i / 2] : 1 + random.nextInt(2_500_000);
        byte[] content = content(random, length, i % 2 == 0);
        Path file = folder.resolve("file-" + i);
        write(output, arena, random, file, content);
        int number = i;
        assertEquals(
            -1,
            Arrays.mismatch(content, Files.readAllBytes(file)),
            () -> "seed %d, file %d of %d bytes".formatted(SEED, number, length));
      }
    }
  }

  /** Noise, with runs of zeros of any length in it, or one at the end. */
  private static byte[] content(SplittableRandom random, int length, boolean endsInZeros) {
    byte[] content = new byte[length];
    random.nextBytes(content);
    for (int run = random.nextInt(4); run > 0; run--) {
      int from = random.nextInt(length);
      Arrays.fill(content, from, from + random.nextInt(length - from + 1), (byte) 0);
    }
    if (endsInZeros) {
      Arrays.fill(content, random.nextInt(length), length, (byte) 0);
    }
    return content;
  }

  private static void write(
      DirectOutput output, Arena arena, SplittableRandom random, Path file, byte[] content)
      throws IOException {
    MemorySegment all = arena.allocate(content.length);
    MemorySegment.copy(content, 0, all, ValueLayout.JAVA_BYTE, 0, content.length);
    try (FileChannel channel = open(file)) {
      output.begin();
      output.into(channel);
      for (long at = 0; at < content.length; ) {
        long bytes = Math.min(content.length - at, 1 + random.nextLong(1 << 20));
        output.add(all.asSlice(at, bytes));
        at += bytes;
      }
      output.finish();
    }
  }

  @Test
  void leavesHolesWhereZerosAre() throws Exception {
    byte[] content = new byte[8 << 20];
    content[5_000_000] = 1;
    Path file = folder.resolve("sparse");
    try (Arena arena = Arena.ofConfined()) {
      write(new DirectOutput(arena), arena, new SplittableRandom(SEED), file, content);
    }
    assertEquals(-1, Arrays.mismatch(content, Files.readAllBytes(file)));
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    long blocks = Long.parseLong(new String(stat.getInputStream().readAllBytes(), "UTF-8").strip());
    assertTrue(blocks * 512 <= 4 * PART_BYTES, () -> "expected holes, actual " + blocks);
  }
}
