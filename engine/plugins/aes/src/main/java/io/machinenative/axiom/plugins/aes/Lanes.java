package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.plugins.files.ChunkPipeline;
import java.lang.foreign.Arena;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * What containers are sealed and opened with, one after the other: memory and threads. Memory is
 * wiped after each. One thread's, which closes it.
 */
public final class Lanes implements AutoCloseable {
  private final Supplier<Arena> memory;
  private final ThreadFactory threads;
  private final int threadCount;
  private int chunkBytes;
  private ChunkPipeline<SegmentJob> pipeline;

  /**
   * @param memory opens arenas that any thread may use
   * @param threadCount most threads beside the caller's, 1 or more
   */
  public Lanes(Supplier<Arena> memory, ThreadFactory threads, int threadCount) {
    this.memory = memory;
    this.threads = threads;
    this.threadCount = threadCount;
  }

  /** Chunks in the order of the stream, made by all threads. */
  ChunkPipeline<SegmentJob> of(int wantedChunkBytes) {
    if (pipeline == null || chunkBytes != wantedChunkBytes) {
      close();
      chunkBytes = wantedChunkBytes;
      pipeline =
          new ChunkPipeline<>(
              memory,
              threads,
              threadCount,
              new ChunkPipeline.Room(wantedChunkBytes, 0, true),
              SegmentWork::new);
    }
    return pipeline;
  }

  @Override
  public void close() {
    if (pipeline != null) {
      pipeline.close();
      pipeline = null;
    }
  }
}
