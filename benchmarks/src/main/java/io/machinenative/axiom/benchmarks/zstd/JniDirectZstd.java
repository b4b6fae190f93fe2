package io.machinenative.axiom.benchmarks.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import java.nio.ByteBuffer;

/** zstd-jni on direct buffers, contexts reused. */
final class JniDirectZstd implements ZstdSubject {
  private final ByteBuffer[] plain;
  private final ByteBuffer[] frames;
  private final ByteBuffer output;
  private final ZstdCompressCtx compressor;
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();

  JniDirectZstd(Blocks blocks) {
    compressor = new ZstdCompressCtx().setLevel(blocks.level());
    if (blocks.dictionary().length > 0) {
      compressor.loadDict(new ZstdDictCompress(blocks.dictionary(), blocks.level()));
      decompressor.loadDict(new ZstdDictDecompress(blocks.dictionary()));
    }
    output = ByteBuffer.allocateDirect((int) Zstd.compressBound(blocks.maxBytes()));
    plain = new ByteBuffer[blocks.count()];
    frames = new ByteBuffer[blocks.count()];
    for (int i = 0; i < plain.length; i++) {
      byte[] block = blocks.plain()[i];
      plain[i] = ByteBuffer.allocateDirect(block.length).put(0, block);
      int bytes = compress(i);
      frames[i] = ByteBuffer.allocateDirect(bytes).put(0, output, 0, bytes);
    }
  }

  @Override
  public int compress(int block) {
    ByteBuffer source = plain[block];
    return compressor.compressDirectByteBuffer(
        output, 0, output.capacity(), source, 0, source.capacity());
  }

  @Override
  public int decompress(int block) {
    ByteBuffer source = frames[block];
    return decompressor.decompressDirectByteBuffer(
        output, 0, output.capacity(), source, 0, source.capacity());
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
  }
}
