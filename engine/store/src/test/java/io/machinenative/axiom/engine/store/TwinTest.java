package io.machinenative.axiom.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.engine.registry.HeapRecordStore;
import io.machinenative.axiom.engine.registry.RecordStore;
import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.registry.StoreFullException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store does what the plain twin does, whatever is asked of it, and however often it is opened.
 */
class TwinTest {
  private static final int OPERATIONS = 100_000;
  private static final int KEYS = 600;
  private static final long SEED = 20261122L;
  private static final StoreSize SIZE = new StoreSize(500, 3 * 1024 * 1024);
  private static final int SEGMENT_BYTES = 1024 * 1024;

  @TempDir(factory = MemoryDisk.class)
  Path directory;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final HeapRecordStore heap = new HeapRecordStore(SIZE.records(), SIZE.payloadBytes());
  private long revision;
  private int refusals;

  @Test
  void agreesAfterManyOperations() {
    DurableStore store = open();
    Twin ours = new Twin(store);
    Twin plain = new Twin(heap);
    for (int i = 0; i < OPERATIONS; i++) {
      int dice = random.nextInt(10_000);
      String key = "io.example.service-" + random.nextInt(KEYS);
      if (dice < 5) {
        store.close();
        store = open();
        ours = new Twin(store);
        agree(i, plain, ours, store);
      } else if (dice < 6000) {
        put(i, key, plain, ours);
      } else if (dice < 7500) {
        long next = revision + 1;
        boolean removed = plain.remove(key, next);
        assertEquals(removed, ours.remove(key, next), at(i));
        revision += removed ? 1 : 0;
      } else if (dice < 9000) {
        assertArrayEquals(plain.value(key), ours.value(key), at(i));
      } else {
        store.commit();
      }
    }
    agree(OPERATIONS, plain, ours, store);
    assertEquals(true, refusals > 0, "expected that the store was full now and then");
    store.close();
  }

  private DurableStore open() {
    return DurableStore.open(
        new StoreOptions(directory, Durability.PROCESS, SIZE, SEGMENT_BYTES, () -> new UUID(1, 2)));
  }

  private void put(int i, String key, Twin plain, Twin ours) {
    int length =
        random.nextInt(200) == 0
            ? random.nextInt(RecordStore.MAX_VALUE_BYTES + 1)
            : random.nextInt(800);
    byte[] value = new byte[length];
    for (int at = 0; at < length; at++) {
      value[at] = (byte) random.nextInt();
    }
    revision += 1 + random.nextInt(3);
    boolean expected = tryPut(plain, key, value);
    assertEquals(expected, tryPut(ours, key, value), at(i));
    refusals += expected ? 0 : 1;
  }

  private boolean tryPut(Twin twin, String key, byte[] value) {
    try {
      twin.put(key, value, revision);
      return true;
    } catch (StoreFullException e) {
      return false;
    }
  }

  private void agree(int i, Twin plain, Twin ours, RecordStore store) {
    Twin.requireSame(plain.content(), ours.content(), at(i));
    assertEquals(heap.count(), store.count(), at(i));
    assertEquals(heap.revision(), store.revision(), at(i));
  }

  private static String at(int i) {
    return "seed " + SEED + ", operation " + i;
  }
}
