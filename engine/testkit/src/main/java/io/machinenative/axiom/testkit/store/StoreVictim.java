package io.machinenative.axiom.testkit.store;

import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.store.DurableStore;
import io.machinenative.axiom.engine.store.StoreOptions;
import io.machinenative.axiom.engine.store.StoreSize;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The process that is killed: opens a store and changes it until it dies. On standard output it
 * says the revision that it found, then the one after each commit: from there on the changes up to
 * it may not be lost.
 *
 * <p>Arguments: directory, durability, seed.
 */
public final class StoreVictim {
  private static final StoreSize SIZE = new StoreSize(1_000, 8L * 1024 * 1024);
  private static final int SEGMENT_BYTES = 512 * 1024;

  private StoreVictim() {}

  static StoreOptions options(Path directory, Durability durability) {
    return new StoreOptions(
        directory, durability, SIZE, SEGMENT_BYTES, () -> new UUID(0x4b494c4c, 9));
  }

  /** Runs until somebody ends the process. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    Path directory = Path.of(arguments[0]);
    StoreOperations operations = new StoreOperations(Long.parseLong(arguments[2]));
    try (DurableStore store =
        DurableStore.open(options(directory, Durability.valueOf(arguments[1])))) {
      out.println(store.revision());
      while (!out.checkError()) {
        for (int i = operations.batch(); i > 0; i--) {
          operations.apply(store);
        }
        store.commit();
        out.println(store.revision());
      }
    }
  }
}
