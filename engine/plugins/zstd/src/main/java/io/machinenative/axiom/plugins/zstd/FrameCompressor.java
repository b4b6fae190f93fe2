package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdChannels;
import io.machinenative.axiom.natives.zstd.ZstdCompressStream;
import io.machinenative.axiom.natives.zstd.ZstdDictionary;
import io.machinenative.axiom.natives.zstd.ZstdException;
import io.machinenative.axiom.natives.zstd.ZstdSettings;
import io.machinenative.axiom.plugins.files.ChunkPipeline;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Compresses streams, one after the other: each into frames of a chunk's length that several
 * threads make, or into one frame where repetitions may be far apart. Memory stays the same however
 * long a stream is.
 *
 * <p>Each frame declares the length of its content, unless a stream of unknown length is one frame;
 * frames one after the other are one payload for every decoder (RFC 8878, 3).
 *
 * <p>One thread's, which closes it.
 */
public final class FrameCompressor implements AutoCloseable {
  /** Said when the length of a stream is not known. */
  public static final long UNKNOWN_LENGTH = -1;

  private final CompressSettings settings;
  private final ZstdDictionary dictionary;
  private final AtomicLong storedChunks = new AtomicLong();
  private final ChunkPipeline<FrameJob> pipeline;

  /**
   * @param dictionary null for none; the caller keeps it open until this is closed
   * @param memory opens arenas that any thread may use
   */
  public FrameCompressor(
      CompressSettings settings,
      ZstdDictionary dictionary,
      Supplier<Arena> memory,
      ThreadFactory threads) {
    this.settings = settings;
    this.dictionary = dictionary;
    int frameBytes = (int) Zstd.compressBound(settings.chunkBytes());
    pipeline =
        new ChunkPipeline<>(
            memory,
            threads,
            settings.threads(),
            new ChunkPipeline.Room(settings.chunkBytes(), frameBytes, false),
            () -> new FrameWork(storedChunks));
  }

  /**
   * Compresses all that comes.
   *
   * @param contentBytes how much will come, or {@link #UNKNOWN_LENGTH}
   * @return bytes written
   * @throws IOException of the channels, and when not so much comes as was said
   */
  public long compress(
      ReadableByteChannel in,
      WritableByteChannel out,
      LevelChoice choice,
      long contentBytes,
      ChunkPipeline.Progress progress)
      throws IOException {
    try {
      return settings.isOneFrame()
          ? oneFrame(in, out, choice, contentBytes, progress)
          : pipeline.run(new FrameJob(settings, choice, dictionary), in, out, progress);
    } catch (ZstdException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private long oneFrame(
      ReadableByteChannel in,
      WritableByteChannel out,
      LevelChoice choice,
      long contentBytes,
      ChunkPipeline.Progress progress)
      throws IOException {
    ZstdSettings at = settings.at(choice.level());
    try (ZstdCompressStream stream =
        dictionary == null ? Zstd.newCompressStream(at) : Zstd.newCompressStream(at, dictionary)) {
      if (contentBytes != UNKNOWN_LENGTH) {
        stream.pledge(contentBytes);
      }
      return ZstdChannels.compress(in, out, stream, progress::at);
    }
  }

  /** Chunks that were stored because their samples did not compress, in all streams until now. */
  public long storedChunks() {
    return storedChunks.get();
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
