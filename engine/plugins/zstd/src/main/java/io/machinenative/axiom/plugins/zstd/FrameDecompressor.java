package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdChannels;
import io.machinenative.axiom.natives.zstd.ZstdDecompressStream;
import io.machinenative.axiom.natives.zstd.ZstdDictionary;
import io.machinenative.axiom.natives.zstd.ZstdException;
import io.machinenative.axiom.natives.zstd.ZstdLimits;
import io.machinenative.axiom.plugins.files.ChunkPipeline;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Decompresses streams, one after the other, within limits; half a megabyte of buffers and the
 * window that a frame declares. One thread's, which closes it.
 */
public final class FrameDecompressor implements AutoCloseable {
  private final ZstdDecompressStream stream;

  /**
   * @param dictionary null for none; the caller keeps it open until this is closed
   */
  public FrameDecompressor(ZstdLimits limits, ZstdDictionary dictionary) {
    stream =
        dictionary == null
            ? Zstd.newDecompressStream(limits)
            : Zstd.newDecompressStream(limits, dictionary);
  }

  /**
   * Decompresses all that comes.
   *
   * @return bytes written
   * @throws IOException of the channels, and naming what is wrong with the stream or which limit it
   *     breaks; part of it was written then
   */
  public long decompress(
      ReadableByteChannel in, WritableByteChannel out, ChunkPipeline.Progress progress)
      throws IOException {
    stream.reset();
    try {
      return ZstdChannels.decompress(in, out, stream, progress::at);
    } catch (ZstdException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
