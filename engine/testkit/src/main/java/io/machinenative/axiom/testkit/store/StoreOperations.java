package io.machinenative.axiom.testkit.store;

import io.machinenative.axiom.engine.registry.RecordStore;
import java.util.SplittableRandom;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Changes that follow from a seed, one after the other: whoever has the seed can do them again. One
 * thread.
 */
final class StoreOperations {
  private static final int KEYS = 400;
  private static final int LONGEST_VALUE_BYTES = 600;
  private static final int LONGEST_BATCH = 40;
  private static final int LONG_VALUE_BYTES = 40_000;

  private final SplittableRandom random;
  private final MutableDirectBuffer key = new ExpandableArrayBuffer();
  private final MutableDirectBuffer value = new ExpandableArrayBuffer(LONG_VALUE_BYTES);

  StoreOperations(long seed) {
    random = new SplittableRandom(seed);
  }

  /** How many changes come until the next commit. */
  int batch() {
    return 1 + random.nextInt(LONGEST_BATCH);
  }

  /** Does the next change, at the revision after the store's last. */
  void apply(RecordStore store) {
    long revision = store.revision() + 1;
    int keyLength =
        key.putStringWithoutLengthAscii(0, "io.example.service-" + random.nextInt(KEYS));
    if (random.nextInt(5) == 0) {
      store.remove(key, 0, keyLength, revision);
      return;
    }
    int length =
        random.nextInt(100) == 0
            ? random.nextInt(LONG_VALUE_BYTES)
            : random.nextInt(LONGEST_VALUE_BYTES);
    value.setMemory(0, length, (byte) random.nextInt());
    store.put(key, 0, keyLength, value, 0, length, revision);
  }
}
