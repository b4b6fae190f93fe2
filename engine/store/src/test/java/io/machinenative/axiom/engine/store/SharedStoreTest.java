package io.machinenative.axiom.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one store. */
class SharedStoreTest {
  @TempDir Path directory;

  @Test
  void isOpenInOneProcessAtATime() throws Exception {
    try (StoreChild child = StoreChild.start(directory)) {
      assertEquals("open at 0", child.ask("open"));
      StoreInUseException e = assertThrows(StoreInUseException.class, () -> Stores.open(directory));
      assertTrue(e.getMessage().contains("process " + child.pid()), e::getMessage);
      assertThrows(StoreInUseException.class, () -> StoreRecovery.verify(directory));
      assertEquals("done", child.ask("put key value"));
    }
    try (DurableStore store = Stores.open(directory)) {
      assertEquals("value", new Twin(store).text("key"), "what the killed process had committed");
      assertTrue(store.report().viewRebuilt());
    }
  }

  @Test
  void isOpenOnceInAProcess() {
    try (DurableStore store = Stores.open(directory)) {
      StoreInUseException e = assertThrows(StoreInUseException.class, () -> Stores.open(directory));
      assertTrue(
          e.getMessage().contains("process " + ProcessHandle.current().pid()), e::getMessage);
      new Twin(store).put("still", "usable", 1);
    }
  }

  @Test
  void isReadAlongInAnotherProcess() throws Exception {
    try (DurableStore store = Stores.open(directory);
        StoreChild child = StoreChild.start(directory)) {
      Twin twin = new Twin(store);
      twin.put("key", "first", 1);
      store.commit();
      assertEquals("first of 1 at 1", child.ask("view key"));
      twin.put("key", "second", 2);
      twin.put("other", "one", 3);
      store.commit();
      assertEquals("second of 2 at 3", child.ask("view key"));
      assertEquals("none", child.ask("view nothing"));
    }
  }

  @Test
  void followsToANewView() throws Exception {
    try (DurableStore store = Stores.open(directory);
        StoreChild reader = StoreChild.start(directory);
        StoreChild culprit = StoreChild.start(directory)) {
      Twin twin = new Twin(store);
      twin.put("key", "first", 1);
      store.commit();
      assertEquals("first of 1 at 1", reader.ask("view key"));
      assertEquals(null, culprit.ask("die-with-lock " + view() + " key"));
      culprit.awaitEnd();
      String before = view();
      // Has to wait for the lock of the dead process until it makes a new view.
      twin.put("key", "second", 2);
      store.commit();
      assertTrue(!view().equals(before), "expected a new view");
      assertEquals("second", twin.text("key"));
      assertEquals("second of 1 at 2", reader.ask("view key"));
    }
  }

  @Test
  void startsThoughALockWasLeft() throws Exception {
    Path image = directory.resolve("image");
    Path live = directory.resolve("live");
    try (DurableStore store = Stores.open(live);
        StoreChild culprit = StoreChild.start(live)) {
      new Twin(store).put("key", "value", 1);
      store.commit();
      String name = name(live);
      assertEquals(null, culprit.ask("die-with-lock " + name + " key"));
      culprit.awaitEnd();
      Images.copy(live, image);
    }
    try (StoreViewer viewer = StoreViewer.open(image)) {
      assertThrows(StaleViewException.class, () -> viewer.forEach((a, b, c, d, e, f, g) -> {}));
    }
    try (DurableStore store = Stores.open(image)) {
      assertEquals("value", new Twin(store).text("key"));
    }
  }

  @Test
  void showsNothingWhereThereIsNothing() {
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> StoreViewer.open(directory));
    assertTrue(e.getMessage().startsWith("there is no store to read in " + directory));
    assertTrue(Images.files(directory).isEmpty(), "and makes nothing");
  }

  private String view() {
    return name(directory);
  }

  private static String name(Path directory) {
    return Images.files(directory).stream()
        .map(file -> file.getFileName().toString())
        .filter(name -> name.endsWith(".map"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void staysReadableWhileItIsWritten() throws Exception {
    assertTrue(Files.isDirectory(directory));
    try (DurableStore store = Stores.open(directory)) {
      ConcurrentReads reads = new ConcurrentReads(store);
      reads.run();
    }
  }
}
