package io.machinenative.axiom.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.registry.StoreFullException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that refuses: each time a clear error, and nothing is lost. */
class HostileHostTest {
  private static final int VALUE_BYTES = 2_000;
  private static final StoreSize SIZE = new StoreSize(10_000, 1024 * 1024);

  @TempDir Path folder;

  @Test
  void refusesChangesWhileTheDiskIsFull() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString());
    assumeTrue(
        mounted, "SKIPPED: the full disk is not tested, this user may not mount a small one");
    try {
      fillUp(disk);
    } finally {
      assertTrue(run("umount", disk.toString()), "umount " + disk);
    }
  }

  private void fillUp(Path disk) throws IOException {
    Path ballast = disk.resolve("ballast");
    Path directory = disk.resolve("store");
    TreeMap<String, String> content;
    long revision = 0;
    try (DurableStore store = open(directory)) {
      Twin twin = new Twin(store);
      fill(ballast, disk);
      StoreFullException full = null;
      while (full == null) {
        try {
          twin.put("key-" + revision % 300, new byte[VALUE_BYTES], revision + 1);
          revision++;
          store.commit();
        } catch (StoreFullException e) {
          full = e;
        }
      }
      assertTrue(full.getMessage().contains("the journal cannot grow"), full.getMessage());
      content = twin.content();
      assertEquals(revision, store.revision());
      store.commit();
      assertThrows(StoreFullException.class, () -> twin.put("k", "v", store.revision() + 1));
      Files.delete(ballast);
      twin.put("there", "is room again", revision + 1);
      store.commit();
      assertTrue(twin.remove("there", revision + 2));
    }
    fill(ballast, disk);
    try (DurableStore store = open(directory)) {
      Twin.requireSame(content, new Twin(store).content(), "opened on a full disk");
    }
    Files.delete(directory.resolve("head"));
    StoreFullException e = assertThrows(StoreFullException.class, () -> open(directory));
    assertTrue(e.getMessage().contains("cannot be made"), e::getMessage);
    Files.delete(ballast);
    try (DurableStore store = open(directory)) {
      Twin.requireSame(content, new Twin(store).content(), "after there was room again");
    }
  }

  private static DurableStore open(Path directory) {
    return DurableStore.open(Stores.options(directory, Durability.PROCESS, SIZE));
  }

  /** Leaves less room than a segment needs. */
  private static void fill(Path ballast, Path disk) throws IOException {
    try (FileChannel channel =
        FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long bytes = Files.getFileStore(disk).getUsableSpace() - Stores.SEGMENT_BYTES / 2;
      SegmentFile.blank(channel, 0, bytes);
    }
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }

  @Test
  void refusesADirectoryThatCannotBeWritten() throws IOException {
    Path readOnly = Files.createDirectory(folder.resolve("read-only"));
    boolean refused = readOnly.toFile().setReadOnly() && !Files.isWritable(readOnly);
    // Who may write everywhere, as root may, still cannot write here.
    Path directory = refused ? readOnly : Path.of("/proc/axiom-store");
    UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> Stores.open(directory));
    assertTrue(
        e.getMessage().startsWith("the store's directory " + directory + " cannot be written"),
        e::getMessage);
  }

  @Test
  void namesAFileThatCannotBeRead() throws IOException {
    fillTwoSegments();
    Path file = segment(1);
    Path aside = folder.resolve("aside");
    Files.move(file, aside);
    Files.createDirectory(file);
    UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> Stores.open(folder));
    assertTrue(e.getMessage().startsWith(file + " cannot be read"), e::getMessage);
    Files.delete(file);
    Files.move(aside, file);
    Stores.open(folder).close();
  }

  @Test
  void refusesAForeignFile() throws IOException {
    fillTwoSegments();
    Files.writeString(segment(1), "This is a text that somebody put here. ".repeat(100));
    StoreFormatException e = assertThrows(StoreFormatException.class, () -> Stores.open(folder));
    assertTrue(e.getMessage().startsWith(segment(1) + " is no file of a store"), e::getMessage);
  }

  @Test
  void refusesAFileOfAnotherStore() throws IOException {
    fillTwoSegments();
    Path other = folder.resolve("other");
    DurableStore.open(
            new StoreOptions(
                other,
                Durability.PROCESS,
                Stores.SMALL,
                Stores.SEGMENT_BYTES,
                () -> new UUID(5, 6)))
        .close();
    Files.delete(segment(1));
    Files.copy(other.resolve(segment(1).getFileName()), segment(1));
    assertThrows(StoreFormatException.class, () -> Stores.open(folder));
  }

  @Test
  void refusesAnotherVersion() throws IOException {
    fillTwoSegments();
    ByteBuffer header = ByteBuffer.allocateDirect(FileHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel =
        FileChannel.open(segment(1), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.read(header, 0);
      header.putShort(8, (short) 2).putInt(60, new Crc32c(header.clear()).of(0, 60));
      channel.write(header, 0);
    }
    StoreFormatException e = assertThrows(StoreFormatException.class, () -> Stores.open(folder));
    assertEquals(segment(1) + " has format version 2, this build knows version 1", e.getMessage());
  }

  @Test
  void keepsTheJournalWithinBounds() {
    try (DurableStore store = Stores.open(folder)) {
      Twin twin = new Twin(store);
      long most = 0;
      for (int i = 1; i <= 20_000; i++) {
        twin.put("key-" + i % 100, new byte[500], i);
        if (i % 10 == 0) {
          store.commit();
          most = Math.max(most, store.journalBytes());
        }
      }
      // Four segments before it is worth it, and half as much again while it is under way.
      long bound = 7L * Stores.SEGMENT_BYTES;
      long actual = most;
      assertTrue(actual < bound, () -> "expected less than " + bound + " bytes, actual " + actual);
      assertTrue(store.compactionFailure().isEmpty());
    }
    try (DurableStore store = Stores.open(folder)) {
      assertEquals(100, store.count());
      assertEquals(20_000, store.revision());
    }
  }

  @Test
  void movesToALargerViewAndRefusesOneThatIsTooSmall() {
    StoreSize small = new StoreSize(10, 1024 * 1024);
    try (DurableStore store =
        DurableStore.open(Stores.options(folder, Durability.PROCESS, small))) {
      Twin twin = new Twin(store);
      for (int i = 1; i <= 10; i++) {
        twin.put("key-" + i, "value", i);
      }
      assertThrows(StoreFullException.class, () -> twin.put("one more", "value", 11));
    }
    try (DurableStore store = Stores.open(folder)) {
      assertEquals(10, store.count());
      new Twin(store).put("one more", "value", 11);
    }
    assertThrows(
        StoreFullException.class,
        () -> DurableStore.open(Stores.options(folder, Durability.PROCESS, small)));
    try (DurableStore store = Stores.open(folder)) {
      assertEquals("value", new Twin(store).text("one more"));
    }
  }

  @Test
  void tellsWhatItFound() {
    try (DurableStore store = Stores.open(folder)) {
      assertTrue(store.report().notes().isEmpty(), store.report()::toString);
      new Twin(store).put("key", "value", 3);
    }
    try (DurableStore store = Stores.open(folder)) {
      assertEquals(new OpenReport(3, 1, 0, false, List.of()), store.report());
    }
  }

  @Test
  void takesNothingOnceItIsClosed() {
    DurableStore store = Stores.open(folder);
    Twin twin = new Twin(store);
    twin.put("key", "value", 1);
    store.close();
    store.close();
    assertThrows(IllegalStateException.class, () -> twin.put("key", "value", 2));
    assertThrows(IllegalStateException.class, () -> twin.text("key"));
    assertThrows(IllegalStateException.class, store::commit);
    try (DurableStore again = Stores.open(folder)) {
      assertEquals("value", new Twin(again).text("key"), "closing commits");
      assertNull(new Twin(again).text("another"));
    }
  }

  private void fillTwoSegments() {
    try (DurableStore store = Stores.open(folder)) {
      Twin twin = new Twin(store);
      for (int i = 1; i <= 200; i++) {
        twin.put("key-" + i % 10, new byte[VALUE_BYTES], i);
      }
    }
  }

  private Path segment(int number) {
    return new StoreFiles(folder).segment(number);
  }
}
