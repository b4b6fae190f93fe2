package io.machinenative.axiom.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShelfChangeTest {
  @TempDir Path folder;
  private Path own;

  @BeforeEach
  void fill() throws IOException {
    own = Files.createDirectories(folder.resolve(".axiom"));
    Files.writeString(folder.resolve("a.jar"), "1");
    Files.writeString(folder.resolve("a.jar.sig"), "signature of 1");
    Files.writeString(folder.resolve("new.jar"), "2");
  }

  private ShelfChange swap() throws IOException {
    return new ShelfChange(folder, own)
        .put(own.resolve("before.jar"), folder.resolve("a.jar"))
        .delete(folder.resolve("a.jar.sig"))
        .put(folder.resolve("a.jar"), folder.resolve("new.jar"))
        .put(own.resolve("note"), "swapped");
  }

  @Test
  void whatWasNotDecidedDoesNotHappen() throws IOException {
    swap();
    ShelfChange.finish(folder, own);
    assertEquals("1", Files.readString(folder.resolve("a.jar")));
    assertEquals("signature of 1", Files.readString(folder.resolve("a.jar.sig")));
    assertFalse(Files.exists(own.resolve("before.jar")));
    swap().commit();
    assertSwapped();
  }

  /** The process ended when so many of the four files were in their places. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void whatWasDecidedHappens(int done) throws IOException {
    swap().decide();
    Path decided = own.resolve("change");
    if (done > 0) {
      Files.move(decided.resolve("0"), own.resolve("before.jar"));
    }
    if (done > 1) {
      Files.delete(folder.resolve("a.jar.sig"));
    }
    if (done > 2) {
      Files.delete(folder.resolve("a.jar"));
      Files.move(decided.resolve("2"), folder.resolve("a.jar"));
    }
    if (done > 3) {
      Files.move(decided.resolve("3"), own.resolve("note"));
    }
    ShelfChange.finish(folder, own);
    assertSwapped();
    ShelfChange.finish(folder, own);
    assertSwapped();
  }

  private void assertSwapped() throws IOException {
    assertEquals("2", Files.readString(folder.resolve("a.jar")));
    assertEquals("1", Files.readString(own.resolve("before.jar")));
    assertEquals("swapped", Files.readString(own.resolve("note")));
    assertFalse(Files.exists(folder.resolve("a.jar.sig")));
    try (Stream<Path> left = Files.list(own)) {
      assertEquals(2, left.count());
    }
  }
}
