package io.machinenative.axiom.benchmarks.zstd;

import io.machinenative.axiom.natives.zstd.DictionaryTrainer;
import io.machinenative.axiom.natives.zstd.Zstd;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/** Trains the dictionary for messages, on others than those that are measured. */
final class ZstdDictionaries {
  private static final int SAMPLES = 4000;
  private static final int DICTIONARY_BYTES = 16 << 10;
  private static final long SEED = 19;

  private ZstdDictionaries() {}

  static byte[] train() {
    Random random = new Random(SEED);
    try (DictionaryTrainer trainer = Zstd.newTrainer()) {
      for (int i = 0; i < SAMPLES; i++) {
        trainer.add(MemorySegment.ofArray(Sample.message(random)));
      }
      return trainer.train(DICTIONARY_BYTES);
    }
  }
}
