package io.machinenative.axiom.engine.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir private Path folder;

  @Test
  void takesThePlaceOfWhatWasThere() throws IOException {
    Path place = folder.resolve("new/keys");
    Files.createDirectories(place.getParent());
    Files.writeString(place.resolveSibling(".keys.part"), "what a killed process left");
    WholeFile.write(place, Set.of(), "one ".getBytes(UTF_8), "two".getBytes(UTF_8));
    assertEquals("one two", Files.readString(place));
    WholeFile.write(place, WholeFile.OWNER_ONLY, "three".getBytes(UTF_8));
    assertEquals("three", Files.readString(place));
    assertEquals(WholeFile.OWNER_ONLY, Files.getPosixFilePermissions(place));
    assertEquals(List.of("keys"), names(place.getParent()));
  }

  @Test
  void leavesAloneWhatMustStay() throws IOException {
    Path place = folder.resolve("result");
    try (WholeFile file = WholeFile.beside(place, ".part-1", Set.of())) {
      file.channel().write(ByteBuffer.wrap("late".getBytes(UTF_8)));
      Files.writeString(place, "was faster");
      assertThrows(FileAlreadyExistsException.class, () -> file.publish(false));
    }
    assertEquals("was faster", Files.readString(place));
    assertEquals(List.of("result"), names(folder));
    Path free = folder.resolve("free");
    try (WholeFile file = WholeFile.beside(free, ".part-2", Set.of())) {
      file.publish(false);
    }
    assertEquals(List.of("free", "result"), names(folder));
    try (WholeFile file = WholeFile.beside(folder.resolve("never"), ".part-3", Set.of())) {
      assertFalse(Files.exists(folder.resolve("never")), file::toString);
    }
    assertEquals(List.of("free", "result"), names(folder));
  }

  private static List<String> names(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
