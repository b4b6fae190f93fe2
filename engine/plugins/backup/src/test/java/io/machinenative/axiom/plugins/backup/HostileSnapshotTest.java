package io.machinenative.axiom.plugins.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.repository.SnapshotKind;
import io.machinenative.axiom.plugins.backup.restore.RestoreProgress;
import io.machinenative.axiom.plugins.backup.tree.Attributes;
import io.machinenative.axiom.plugins.backup.tree.Entry;
import io.machinenative.axiom.plugins.backup.tree.EntryType;
import io.machinenative.axiom.plugins.backup.tree.PathBytes;
import io.machinenative.axiom.plugins.backup.tree.TreeReader;
import io.machinenative.axiom.plugins.backup.tree.TreeWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees that no writer makes are refused, and nothing is written outside of a target. */
class HostileSnapshotTest {
  private static final Attributes PLAIN = new Attributes(0644, 0, 0, 0, 0, 0, 0, 0);

  @TempDir private Path temporary;

  /** Writes entries, and reads them again. */
  private static List<Entry> roundTrip(Entry... entries) throws IOException {
    List<byte[]> chunks = new ArrayList<>();
    TreeWriter writer =
        new TreeWriter(
            new long[256],
            (content, length) -> {
              chunks.add(Arrays.copyOf(content, length));
              byte[] id = new byte[20];
              id[0] = (byte) (chunks.size() - 1);
              return id;
            });
    for (Entry entry : entries) {
      writer.add(entry);
    }
    TreeReader reader = new TreeReader(writer.finish(), id -> chunks.get(id[0]));
    List<Entry> read = new ArrayList<>();
    for (Entry entry = reader.next(); entry != null; entry = reader.next()) {
      read.add(entry);
    }
    return read;
  }

  private static Entry link(String path) {
    return Entry.link(
        EntryType.SYMBOLIC_LINK, SeededTree.utf8(path), PLAIN, SeededTree.utf8("/etc"));
  }

  private static Entry folder(String path) {
    return Entry.directory(SeededTree.utf8(path), PLAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../x", "a/../../x", "/etc/x", "a//b", "a/.", "", "a/", "x\0y"})
  void refusesPathsThatLeadOut(String path) {
    assertThrows(DamagedException.class, () -> roundTrip(folder("a"), link(path)));
  }

  @Test
  void refusesWhatIsBelowALink() throws IOException {
    assertEquals(2, roundTrip(folder("a"), link("a/b")).size());
    assertThrows(DamagedException.class, () -> roundTrip(link("a"), link("a/b")));
    assertThrows(DamagedException.class, () -> roundTrip(link("b"), link("a")));
    assertThrows(DamagedException.class, () -> roundTrip(link("a"), link("a")));
  }

  @Test
  void doesNotWriteThroughALinkInTheTarget() throws Exception {
    BackupRig rig = new BackupRig(temporary.resolve("repository"));
    Path source = SeededTree.make(temporary.resolve("source"), 1);
    Snapshot snapshot = rig.save(SnapshotKind.FULL, source);
    Path outside = Files.createDirectories(temporary.resolve("outside"));
    Path target = Files.createDirectories(temporary.resolve("target/source"));
    Files.createSymbolicLink(target.resolve("a"), outside);

    RestoreProgress progress = rig.restore(snapshot, temporary.resolve("target"));

    assertTrue(progress.failures() > 0);
    try (var files = Files.list(outside)) {
      assertEquals(List.of(), files.toList());
    }
    assertTrue(Files.exists(target.resolve("a-b/text")), "the rest is there");
  }

  @Test
  void keepsNamesThatAreNoText() throws Exception {
    Path folder = Files.createDirectories(temporary.resolve("source"));
    String encoded = folder.toUri() + "%FF%FEname%80";
    Path strange = Path.of(URI.create(encoded));
    Files.writeString(strange, "content");
    byte[] name = PathBytes.name(strange);
    assertArrayEquals(new byte[] {(byte) 0xFF, (byte) 0xFE, 'n', 'a', 'm', 'e', (byte) 0x80}, name);
    assertEquals(strange, PathBytes.resolve(folder, name));

    BackupRig rig = new BackupRig(temporary.resolve("repository"));
    Path target = temporary.resolve("target");
    assertEquals(List.of(), rig.restore(rig.save(SnapshotKind.FULL, folder), target).messages());
    Path back = PathBytes.resolve(target.resolve("source"), name);
    assertEquals("content", Files.readString(back));
    assertFalse(Files.exists(target.resolve("source/name")));
  }
}
