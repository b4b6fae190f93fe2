package io.machinenative.axiom.benchmarks.zstd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdCompressor;
import io.machinenative.axiom.natives.zstd.ZstdDecompressor;
import io.machinenative.axiom.natives.zstd.ZstdDictionary;
import io.machinenative.axiom.natives.zstd.ZstdLimits;
import io.machinenative.axiom.natives.zstd.ZstdSettings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Axiom's own, off-heap. */
final class AxiomZstd implements ZstdSubject {
  private final MemorySegment[] plain;
  private final MemorySegment[] frames;
  private final MemorySegment output;
  private final ZstdDictionary dictionary;
  private final ZstdCompressor compressor;
  private final ZstdDecompressor decompressor;

  AxiomZstd(Blocks blocks) {
    Arena arena = Arena.ofAuto();
    ZstdSettings settings = ZstdSettings.ofLevel(blocks.level());
    byte[] content = blocks.dictionary();
    if (content.length == 0) {
      dictionary = null;
      compressor = Zstd.newCompressor(settings);
      decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT);
    } else {
      dictionary = Zstd.dictionary(arena.allocateFrom(JAVA_BYTE, content), blocks.level());
      compressor = Zstd.newCompressor(settings, dictionary);
      decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT, dictionary);
    }
    output = arena.allocate(Zstd.compressBound(blocks.maxBytes()), 64);
    plain = new MemorySegment[blocks.count()];
    frames = new MemorySegment[blocks.count()];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = arena.allocateFrom(JAVA_BYTE, blocks.plain()[i]);
      int bytes = compress(i);
      frames[i] = arena.allocate(bytes).copyFrom(output.asSlice(0, bytes));
    }
  }

  @Override
  public int compress(int block) {
    return (int) compressor.compress(plain[block], output);
  }

  @Override
  public int decompress(int block) {
    return (int) decompressor.decompress(frames[block], output);
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
    if (dictionary != null) {
      dictionary.close();
    }
  }
}
