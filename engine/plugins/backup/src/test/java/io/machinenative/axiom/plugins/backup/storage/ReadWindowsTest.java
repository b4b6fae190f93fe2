package io.machinenative.axiom.plugins.backup.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whatever is read through windows is what the files have. */
class ReadWindowsTest {
  private static final long SEED = 7;
  private static final int FILES = 6;
  private static final int FILE_BYTES = 5 * ReadWindows.WINDOW_BYTES + 12_345;

  private final List<byte[]> files = new ArrayList<>();
  private final AtomicInteger windows = new AtomicInteger();
  private final AtomicInteger pieces = new AtomicInteger();
  private volatile boolean broken;

  ReadWindowsTest() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < FILES; i++) {
      byte[] file = new byte[FILE_BYTES];
      random.nextBytes(file);
      files.add(file);
    }
  }

  private ReadWindows open(boolean whole) {
    return new ReadWindows(
        new ReadWindows.Source() {
          @Override
          public int readWindow(String name, long offset, MemorySegment into) throws IOException {
            windows.incrementAndGet();
            return copy(name, offset, into);
          }

          @Override
          public int readPiece(String name, long offset, MemorySegment into) throws IOException {
            pieces.incrementAndGet();
            return copy(name, offset, into);
          }
        },
        whole,
        Arena::ofShared);
  }

  private int copy(String name, long offset, MemorySegment into) throws IOException {
    if (broken) {
      throw new IOException("broken");
    }
    byte[] file = files.get(Integer.parseInt(name));
    int bytes = (int) Math.clamp(file.length - offset, 0, into.byteSize());
    MemorySegment.copy(file, (int) offset, into, ValueLayout.JAVA_BYTE, 0, bytes);
    return bytes;
  }

  private void readAnywhere(ReadWindows opened, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment into = arena.allocate(3 << 20);
      for (int i = 0; i < 300; i++) {
        int file = random.nextInt(FILES);
        int from = random.nextInt(FILE_BYTES);
        int wanted = 1 + random.nextInt(i % 10 == 0 ? 3 << 20 : 20_000);
        int bytes = opened.read(Integer.toString(file), from, into.asSlice(0, wanted));
        assertEquals(Math.min(wanted, FILE_BYTES - from), bytes);
        MemorySegment expected = MemorySegment.ofArray(files.get(file));
        long different = MemorySegment.mismatch(expected, from, from + bytes, into, 0, bytes);
        assertEquals(-1, different, () -> "seed " + seed);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void manyThreadsReadWhatIsThere() {
    try (ReadWindows opened = open(false)) {
      List<CompletableFuture<Void>> readers = new ArrayList<>();
      for (long seed = 0; seed < 6; seed++) {
        long own = SEED + seed;
        readers.add(CompletableFuture.runAsync(() -> readAnywhere(opened, own)));
      }
      readers.forEach(CompletableFuture::join);
    }
  }

  @Test
  void aPieceThatLiesAloneIsReadAlone() throws IOException {
    try (ReadWindows opened = open(false);
        Arena arena = Arena.ofConfined()) {
      MemorySegment piece = arena.allocate(1_000);
      opened.read("0", 10, piece);
      assertEquals(0, windows.get());
      assertEquals(1, pieces.get());
      for (int at = 1_010; at + 1_000 < 4 * ReadWindows.WINDOW_BYTES; at += 1_000) {
        assertEquals(1_000, opened.read("0", at, piece));
      }
      assertEquals(4, windows.get(), "each read once");
      assertEquals(1, pieces.get());
    }
  }

  @Test
  void aWindowThatCouldNotBeReadIsReadAgain() throws IOException {
    try (ReadWindows opened = open(true);
        Arena arena = Arena.ofConfined()) {
      MemorySegment piece = arena.allocate(1_000);
      broken = true;
      for (int i = 0; i < 40; i++) {
        assertThrows(IOException.class, () -> opened.read("1", 0, piece));
      }
      broken = false;
      assertEquals(1_000, opened.read("1", 0, piece));
      assertTrue(windows.get() > 40);
      assertEquals(0, opened.read("1", FILE_BYTES + 5, piece));
    }
  }
}
