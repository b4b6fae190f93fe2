package io.machinenative.axiom.benchmarks.zstd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.airlift.compress.v3.zstd.ZstdCompressor;
import io.airlift.compress.v3.zstd.ZstdDecompressor;
import io.machinenative.axiom.natives.zstd.Zstd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** aircompressor off-heap, its native or its Java side; it has no contexts to reuse. */
final class AircompressorZstd implements ZstdSubject {
  private final MemorySegment[] plain;
  private final MemorySegment[] frames;
  private final MemorySegment output;
  private final ZstdCompressor compressor;
  private final ZstdDecompressor decompressor;

  AircompressorZstd(Blocks blocks, ZstdCompressor compressor, ZstdDecompressor decompressor) {
    if (blocks.dictionary().length > 0) {
      throw new IllegalArgumentException("aircompressor: expected no dictionary");
    }
    this.compressor = compressor;
    this.decompressor = decompressor;
    Arena arena = Arena.ofAuto();
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
    return compressor.compress(plain[block], output);
  }

  @Override
  public int decompress(int block) {
    return decompressor.decompress(frames[block], output);
  }

  @Override
  public void close() {}
}
