package io.machinenative.axiom.plugins.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.natives.os.ExtendedAttributes;
import io.machinenative.axiom.plugins.backup.create.BackupProgress;
import io.machinenative.axiom.plugins.backup.create.BackupRequest;
import io.machinenative.axiom.plugins.backup.create.StreamBackup;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.repository.SnapshotKind;
import io.machinenative.axiom.plugins.backup.restore.RestoreProgress;
import io.machinenative.axiom.plugins.backup.restore.StreamRestore;
import io.machinenative.axiom.plugins.backup.tree.PathBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Extended attributes and access control lists come back, and nothing else does. */
class ExtendedAttributesTest {
  /**
   * As Linux keeps it ({@code linux/posix_acl_xattr.h}): version 2, then tag, permissions and id of
   * the owner, of user 1234, of the group, of the mask and of others.
   */
  private static final String LIST =
      "02000000 01000600ffffffff 02000400d2040000 04000400ffffffff 10000400ffffffff"
          + " 20000000ffffffff";

  @TempDir private Path temporary;
  private final ExtendedAttributes extended = new ExtendedAttributes();
  private Path source;

  @BeforeEach
  void makeTree() throws IOException {
    assumeTrue(ExtendedAttributes.isAvailable(), "no extended attributes on this system");
    source = Files.createDirectories(temporary.resolve("source"));
    Path inner = Files.createDirectory(source.resolve("inner"));
    Path plain = Files.writeString(source.resolve("plain"), "none");
    Path file = Files.writeString(inner.resolve("Käse"), "some");
    Files.createSymbolicLink(source.resolve("link"), Path.of("inner"));
    try {
      set(file, "user.comment", "a comment".getBytes(StandardCharsets.UTF_8));
      set(file, "user.empty", new byte[0]);
      set(inner, "user.large", new byte[1500]);
      set(file, "system.posix_acl_access", HexFormat.of().parseHex(LIST.replace(" ", "")));
      set(inner, "system.posix_acl_default", HexFormat.of().parseHex(LIST.replace(" ", "")));
    } catch (IOException e) {
      assumeTrue(false, "the file system of " + temporary + " takes none: " + e.getMessage());
    }
    // Nobody may write: they are set before that.
    Files.setPosixFilePermissions(plain, PosixFilePermissions.fromString("r--r--r--"));
  }

  @AfterEach
  void close() {
    extended.close();
  }

  private void set(Path file, String name, byte[] value) throws IOException {
    extended.set(PathBytes.raw(file), name.getBytes(StandardCharsets.UTF_8), value);
  }

  private Map<String, String> listing(Path root) throws IOException {
    Map<String, String> listing = new TreeMap<>(TreeListing.of(root));
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        for (byte[] name : extended.names(PathBytes.raw(path))) {
          listing.put(
              root.relativize(path) + " " + new String(name, StandardCharsets.UTF_8),
              HexFormat.of().formatHex(extended.value(PathBytes.raw(path), name)));
        }
      }
    }
    return listing;
  }

  @Test
  void comeBackFromARepository() throws Exception {
    BackupRig rig = new BackupRig(temporary.resolve("repository"));
    Snapshot first = rig.save(SnapshotKind.FULL, source);
    assertEquals(0, first.totals().warnings());
    // What is in the target would be inherited.
    Path target = Files.createDirectory(temporary.resolve("target"));
    set(target, "system.posix_acl_default", HexFormat.of().parseHex(LIST.replace(" ", "")));
    RestoreProgress progress = rig.restore(first, target);
    assertEquals(List.of(), progress.messages());
    assertEquals(listing(source), listing(target.resolve("source")));

    Snapshot same = rig.save(SnapshotKind.INCREMENTAL, source);
    assertEquals(0, same.totals().readFiles());
    Path again = temporary.resolve("again");
    rig.restore(same, again);
    assertEquals(listing(source), listing(again.resolve("source")));

    set(source.resolve("plain"), "user.new", new byte[] {1});
    Snapshot changed = rig.save(SnapshotKind.INCREMENTAL, source);
    Path after = temporary.resolve("after");
    rig.restore(changed, after);
    assertNotEquals(listing(again.resolve("source")), listing(after.resolve("source")));
    assertEquals(listing(source), listing(after.resolve("source")));
  }

  @Test
  void comeBackFromAStream() throws Exception {
    BackupRig rig = new BackupRig(temporary.resolve("repository"));
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    BackupProgress progress = new BackupProgress();
    BackupRequest request = BackupRequest.of(List.of(source), SnapshotKind.FULL);
    new StreamBackup(rig.surroundings(), request, progress, () -> {})
        .run(Channels.newChannel(stream));
    assertEquals(List.of(), progress.warnings());

    Path target = temporary.resolve("target");
    RestoreProgress restored = new RestoreProgress();
    new StreamRestore(target, "test", restored, () -> {})
        .run(Channels.newChannel(new ByteArrayInputStream(stream.toByteArray())));
    assertEquals(List.of(), restored.messages());
    assertEquals(listing(source), listing(target.resolve("source")));
  }
}
