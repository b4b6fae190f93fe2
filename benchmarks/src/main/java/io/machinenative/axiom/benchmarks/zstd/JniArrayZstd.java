package io.machinenative.axiom.benchmarks.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import java.util.Arrays;

/** zstd-jni on byte arrays, contexts reused. */
final class JniArrayZstd implements ZstdSubject {
  private final byte[][] plain;
  private final byte[][] frames;
  private final byte[] output;
  private final ZstdCompressCtx compressor;
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();

  JniArrayZstd(Blocks blocks) {
    plain = blocks.plain();
    compressor = new ZstdCompressCtx().setLevel(blocks.level());
    if (blocks.dictionary().length > 0) {
      compressor.loadDict(new ZstdDictCompress(blocks.dictionary(), blocks.level()));
      decompressor.loadDict(new ZstdDictDecompress(blocks.dictionary()));
    }
    output = new byte[(int) Zstd.compressBound(blocks.maxBytes())];
    frames = new byte[plain.length][];
    for (int i = 0; i < plain.length; i++) {
      int bytes = compress(i);
      frames[i] = Arrays.copyOf(output, bytes);
    }
  }

  @Override
  public int compress(int block) {
    byte[] source = plain[block];
    return compressor.compressByteArray(output, 0, output.length, source, 0, source.length);
  }

  @Override
  public int decompress(int block) {
    byte[] source = frames[block];
    return decompressor.decompressByteArray(output, 0, output.length, source, 0, source.length);
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
  }
}
