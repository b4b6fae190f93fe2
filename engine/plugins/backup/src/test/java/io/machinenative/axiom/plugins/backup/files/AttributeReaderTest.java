package io.machinenative.axiom.plugins.backup.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.natives.os.FileStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Linux says of a file is what the JDK says of it. */
class AttributeReaderTest {
  @Test
  void agreesWithTheJdk(@TempDir Path folder) throws IOException {
    assumeTrue(FileStatus.isAvailable(), "no statx here");
    Path file = Files.writeString(folder.resolve("Käse 漢字"), "content");
    Files.setLastModifiedTime(file, FileTime.from(-1_234_567_890_123L, TimeUnit.NANOSECONDS));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
    Path other = Files.createLink(folder.resolve("other"), file);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
    try (AttributeReader reader = new AttributeReader()) {
      for (Path each :
          List.of(
              file, other, link, folder, Path.of("/"), Path.of("/dev/null"), Path.of("pom.xml"))) {
        assertEquals(AttributeReader.unix(each), reader.read(each));
      }
      assertThrows(NoSuchFileException.class, () -> reader.read(folder.resolve("none")));
      assertThrows(IOException.class, () -> reader.read(folder.resolve("x/".repeat(3000))));
    }
  }
}
