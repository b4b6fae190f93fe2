package io.machinenative.axiom.plugins.zstd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdCompressor;
import io.machinenative.axiom.natives.zstd.ZstdDictionary;
import io.machinenative.axiom.natives.zstd.ZstdSettings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * What a dictionary saves on samples that are compressed one by one: every n-th of them, at most
 * 500. They are those that it was made of, so that messages to come will save a little less.
 *
 * @param id of the dictionary
 * @param ratioWithout input by output at the usual level
 * @param ratioWith the same with the dictionary
 */
record DictionaryGain(long id, double ratioWithout, double ratioWith) {
  private static final int SAMPLES_MAX = 500;

  static DictionaryGain measure(List<byte[]> samples, byte[] content, Arena arena) {
    int longest = samples.stream().mapToInt(sample -> sample.length).max().orElse(0);
    MemorySegment source = arena.allocate(Math.max(1, longest), Long.BYTES);
    MemorySegment frame = arena.allocate(Zstd.compressBound(longest), Long.BYTES);
    MemorySegment copy = arena.allocate(content.length, Long.BYTES);
    MemorySegment.copy(content, 0, copy, JAVA_BYTE, 0, content.length);
    try (ZstdDictionary dictionary = Zstd.dictionary(copy, ZstdSettings.DEFAULT_LEVEL);
        ZstdCompressor plain = Zstd.newCompressor(ZstdSettings.DEFAULT);
        ZstdCompressor helped = Zstd.newCompressor(ZstdSettings.DEFAULT, dictionary)) {
      long input = 0;
      long without = 0;
      long with = 0;
      int step = Math.max(1, samples.size() / SAMPLES_MAX);
      for (int i = 0; i < samples.size(); i += step) {
        byte[] sample = samples.get(i);
        MemorySegment.copy(sample, 0, source, JAVA_BYTE, 0, sample.length);
        MemorySegment exact = source.asSlice(0, sample.length);
        input += sample.length;
        without += plain.compress(exact, frame);
        with += helped.compress(exact, frame);
      }
      return new DictionaryGain(dictionary.id(), (double) input / without, (double) input / with);
    }
  }
}
