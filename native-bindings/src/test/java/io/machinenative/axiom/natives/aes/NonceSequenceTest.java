package io.machinenative.axiom.natives.aes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No nonce twice: between threads, over restarts and crashes, and not past the limit. */
class NonceSequenceTest {
  private static final long MANY = 1L << 40;

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("nonces");
  }

  @Test
  void countsUpToItsLimit() {
    try (NonceSequence nonces = NonceSequence.inMemory(3, 10)) {
      assertEquals(0, nonces.claim(4));
      assertEquals(4, nonces.claim(5));
      assertEquals(NonceSequence.EXHAUSTED, nonces.claim(2));
      assertEquals(1, nonces.remaining());
      assertEquals(9, nonces.claim(1));
      assertEquals(NonceSequence.EXHAUSTED, nonces.claim(1));
      assertThrows(IllegalArgumentException.class, () -> nonces.claim(0));
    }
    assertThrows(IllegalArgumentException.class, () -> NonceSequence.inMemory(0, 0));
    assertThrows(IllegalArgumentException.class, () -> NonceSequence.inMemory(0, (1L << 48) + 1));
  }

  @Test
  void givesEachThreadItsOwn() throws Exception {
    int threads = 4;
    int each = 10_000;
    NonceSequence nonces = NonceSequence.inMemory(0, MANY);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Callable<List<Long>>> takers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        takers.add(() -> take(nonces, each));
      }
      BitSet seen = new BitSet();
      for (Future<List<Long>> taken : pool.invokeAll(takers)) {
        for (long counter : taken.get()) {
          assertFalse(seen.get((int) counter), () -> "counter " + counter + " came twice");
          seen.set((int) counter);
        }
      }
      assertEquals(threads * each, seen.cardinality());
    }
  }

  private static List<Long> take(NonceSequence nonces, int count) {
    NonceLease lease = nonces.lease();
    List<Long> counters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      assertTrue(lease.advance());
      counters.add(
          lease.nonce().get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 4));
    }
    return counters;
  }

  @Test
  void neverGoesBackOverARestart() throws IOException {
    long last;
    try (NonceSequence nonces = NonceSequence.create(file(), 77, MANY)) {
      last = nonces.claim(5);
      assertEquals(0, last);
    }
    for (int restart = 0; restart < 5; restart++) {
      try (NonceSequence nonces = NonceSequence.open(file(), MANY)) {
        assertEquals(77, nonces.fixedPart());
        long first = nonces.claim(3);
        assertTrue(first > last + 2, first + " after " + last);
        last = nonces.claim(10);
      }
    }
  }

  @Test
  void goesOnAfterACrashFromWhatTheDiskSays() throws IOException {
    long used;
    try (NonceSequence nonces = NonceSequence.create(file(), 1, MANY)) {
      nonces.claim(1);
      used = NonceFile.RESERVE_AHEAD + 100;
      while (nonces.claim(1 << 10) < used) {
        assertTrue(nonces.remaining() > 0);
      }
      Files.copy(file(), folder.resolve("crashed"));
    }
    try (NonceSequence after = NonceSequence.open(folder.resolve("crashed"), MANY)) {
      assertTrue(after.claim(1) > used + (1 << 10));
    }
  }

  @Test
  void survivesATornWriteAndRefusesADamagedFile() throws IOException {
    long first;
    try (NonceSequence nonces = NonceSequence.create(file(), 1, MANY)) {
      first = nonces.claim(1);
    }
    // The third write was the record at 4096, at a power failure.
    overwrite(4096 + 25);
    try (NonceSequence nonces = NonceSequence.open(file(), MANY)) {
      assertEquals(first, nonces.claim(1), "the record before was written before any nonce");
    }
    overwrite(25);
    overwrite(4096 + 25);
    IOException e = assertThrows(IOException.class, () -> NonceSequence.open(file(), MANY));
    assertTrue(e.getMessage().contains("damaged or foreign"), e.getMessage());
  }

  private void overwrite(long at) throws IOException {
    try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
      raw.seek(at);
      raw.write(0xee);
    }
  }

  @Test
  void hasOneUserAtATime() throws IOException, InterruptedException {
    try (NonceSequence nonces = NonceSequence.create(file(), 1, MANY)) {
      IOException e = assertThrows(IOException.class, () -> NonceSequence.open(file(), MANY));
      assertTrue(e.getMessage().contains("this process has it open"), e.getMessage());
      assertEquals("locked", openInAnotherProcess());
      nonces.claim(1);
    }
    assertEquals("free", openInAnotherProcess());
    NonceSequence.open(file(), MANY).close();
  }

  private String openInAnotherProcess() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                NonceOpener.class.getName(),
                file().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).trim();
    assertEquals(0, process.waitFor());
    return said;
  }

  /** What the other process runs. */
  static final class NonceOpener {
    private NonceOpener() {}

    public static void main(String[] arguments) {
      try {
        NonceSequence.open(Path.of(arguments[0]), MANY).close();
        System.out.println("free");
      } catch (IOException e) {
        System.out.println(e.getMessage().contains("another process") ? "locked" : e.toString());
      }
    }
  }

  @Test
  void neitherOverwritesNorInventsAFile() throws IOException {
    assertThrows(NoSuchFileException.class, () -> NonceSequence.open(file(), MANY));
    NonceSequence.create(file(), 1, MANY).close();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    assertThrows(FileAlreadyExistsException.class, () -> NonceSequence.create(file(), 1, MANY));
  }

  @Test
  void givesOutNothingOnceClosed() throws IOException {
    NonceSequence nonces = NonceSequence.create(file(), 1, MANY);
    NonceLease lease = nonces.lease();
    nonces.close();
    nonces.close();
    assertEquals(NonceSequence.EXHAUSTED, nonces.claim(1));
    assertFalse(lease.advance());
    assertFalse(lease.advance());
  }

  @Test
  void keepsItsLimitOverRestarts() throws IOException {
    long limit = NonceFile.RESERVE_AHEAD + 10;
    try (NonceSequence nonces = NonceSequence.create(file(), 1, limit)) {
      nonces.claim(1);
    }
    try (NonceSequence nonces = NonceSequence.open(file(), limit)) {
      NonceLease lease = nonces.lease();
      int left = 0;
      while (lease.advance()) {
        left++;
      }
      assertEquals(9, left);
    }
    try (NonceSequence nonces = NonceSequence.open(file(), limit)) {
      assertEquals(NonceSequence.EXHAUSTED, nonces.claim(1));
    }
  }
}
