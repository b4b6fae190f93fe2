package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing stays in the folder for temporary files, also of processes that are killed. */
class ScratchFolderTest {
  /** Makes a folder, fills it, says where it is, and stays until it is killed. */
  static final class Owner {
    private Owner() {}

    public static void main(String[] arguments) throws IOException {
      ScratchFolder folder = ScratchFolder.create(Path.of(arguments[0]));
      Path jar = Files.createDirectories(folder.path().resolve("plugin-copies")).resolve("a.jar");
      Files.writeString(jar, "a copy");
      System.out.println(folder.path());
      assertEquals(-1, System.in.read());
    }
  }

  @Test
  void theFolderOfAKilledProcessGoesAndThatOfALivingOneStays(@TempDir Path parent)
      throws IOException {
    Path foreign = Files.createDirectory(parent.resolve("axiom-engine-1-without-an-owner"));
    try (ChildJvm child = ChildJvm.start(Owner.class, List.of(parent.toString()), true)) {
      Path left = Path.of(child.line());
      try (ScratchFolder first = ScratchFolder.create(parent);
          ScratchFolder second = ScratchFolder.create(parent)) {
        assertTrue(Files.exists(left.resolve("plugin-copies/a.jar")), "it lives");
        child.kill();
        try (ScratchFolder third = ScratchFolder.create(parent)) {
          assertFalse(Files.exists(left), "it was killed");
          assertTrue(Files.exists(third.path()));
        }
        assertTrue(Files.exists(first.path()) && Files.exists(second.path()), "ours");
      }
    }
    try (var rest = Files.list(parent)) {
      assertEquals(List.of(foreign), rest.toList());
    }
  }
}
