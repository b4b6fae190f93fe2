package io.machinenative.axiom.natives.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a jar carries is unpacked where nobody else can change it, and never trusted unseen. */
class CarriedLibraryTest {
  /** Any resource will do: this class. */
  private static final String RESOURCE =
      CarriedLibraryTest.class.getName().replace('.', '/') + ".class";

  @TempDir private Path parent;
  private byte[] content;
  private CarriedLibrary library;
  private Path folder;

  @BeforeEach
  void readTheResource() throws Exception {
    try (InputStream in = getClass().getClassLoader().getResourceAsStream(RESOURCE)) {
      content = in.readAllBytes();
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
    library = new CarriedLibrary(RESOURCE, HexFormat.of().formatHex(digest));
    folder = parent.resolve("a").resolve("b");
  }

  private static String refusal(CarriedLibrary library, Path folder) {
    return assertThrows(UnusableLibraryException.class, () -> library.unpack(folder)).getMessage();
  }

  @Test
  void theFolderIsPrivateAndTheFileStays() throws Exception {
    Path file = library.unpack(folder);
    assertArrayEquals(content, Files.readAllBytes(file));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    assertEquals(file, library.unpack(folder));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void anotherContentIsRefused() {
    CarriedLibrary other = new CarriedLibrary(RESOURCE, "00".repeat(32));
    String reason = refusal(other, folder);
    assertTrue(reason.contains("expected SHA-256 0000"), reason);
    assertTrue(Files.notExists(folder), "nothing is written");
    String missing = refusal(new CarriedLibrary("no/such.so", library.sha256()), folder);
    assertEquals("not on the class path", missing);
  }

  @Test
  void aFileThatWasChangedIsRefused() throws Exception {
    Path file = library.unpack(folder);
    Files.write(file, new byte[] {1});
    assertTrue(refusal(library, folder).contains("expected SHA-256"));
    Files.delete(file);
    Files.createSymbolicLink(file, Files.write(parent.resolve("elsewhere"), content));
    assertTrue(refusal(library, folder).contains("expected a regular file"));
  }

  @Test
  void aFolderThatOthersMayEnterIsRefused() throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    String reason = refusal(library, folder);
    assertTrue(reason.contains("actual a folder with rwxr-xr-x"), reason);
    assertTrue(reason.contains(CarriedLibrary.DIRECTORY_PROPERTY), reason);
    Path link = Files.createSymbolicLink(parent.resolve("link"), folder);
    assertTrue(refusal(library, link).contains("actual no folder"));
    Path file = Files.write(parent.resolve("file"), content);
    assertTrue(refusal(library, file).contains("actual no folder"));
  }

  @Test
  void manyMayBeginAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Path>> unpackings = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        unpackings.add(() -> library.unpack(folder));
      }
      for (Future<Path> unpacked : threads.invokeAll(unpackings)) {
        assertArrayEquals(content, Files.readAllBytes(unpacked.get()));
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count(), "no half-written file stays");
    }
  }
}
