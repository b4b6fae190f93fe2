package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdCompressor;
import io.machinenative.axiom.natives.zstd.ZstdDictionary;
import io.machinenative.axiom.natives.zstd.ZstdSettings;
import io.machinenative.axiom.plugins.files.Chunk;
import io.machinenative.axiom.plugins.files.ChunkWork;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes a frame of each chunk. One thread's; keeps the compressors that it used last, for opening
 * one takes memory.
 */
final class FrameWork implements ChunkWork<FrameJob> {
  /** Chunks that were stored for what their sample told; shared by all threads. */
  private final AtomicLong storedChunks;

  private Compressor main;
  private Compressor store;
  private ZstdCompressor sampler;

  private record Compressor(
      ZstdSettings settings, ZstdDictionary dictionary, ZstdCompressor compressor) {
    static Compressor open(ZstdSettings settings, ZstdDictionary dictionary) {
      return new Compressor(
          settings,
          dictionary,
          dictionary == null
              ? Zstd.newCompressor(settings)
              : Zstd.newCompressor(settings, dictionary));
    }

    boolean suits(ZstdSettings wanted, ZstdDictionary wantedDictionary) {
      return settings.equals(wanted) && dictionary == wantedDictionary;
    }
  }

  FrameWork(AtomicLong storedChunks) {
    this.storedChunks = storedChunks;
  }

  @Override
  public int work(FrameJob job, Chunk chunk) {
    MemorySegment content = chunk.content();
    LevelChoice choice = job.choice();
    boolean stored = choice.level() == LevelChoice.STORE || isIncompressible(job, chunk);
    ZstdCompressor compressor = stored ? storing(job) : compressing(job);
    long bytes = compressor.compress(content, chunk.output());
    assert bytes >= 0 : "expected room for the largest frame";
    return (int) bytes;
  }

  private boolean isIncompressible(FrameJob job, Chunk chunk) {
    if (!job.choice().measured() || job.dictionary() != null) {
      return false;
    }
    if (sampler == null) {
      sampler = Zstd.newCompressor(ZstdSettings.ofLevel(1));
    }
    boolean incompressible =
        Compressibility.isIncompressible(sampler, chunk.content(), chunk.output());
    if (incompressible) {
      storedChunks.incrementAndGet();
    }
    return incompressible;
  }

  private ZstdCompressor compressing(FrameJob job) {
    ZstdSettings settings = job.settings().at(job.choice().level());
    if (main == null || !main.suits(settings, job.dictionary())) {
      close(main);
      main = Compressor.open(settings, job.dictionary());
    }
    return main.compressor;
  }

  private ZstdCompressor storing(FrameJob job) {
    ZstdSettings settings = job.settings().at(LevelChoice.STORE);
    if (store == null || !store.suits(settings, null)) {
      close(store);
      store = Compressor.open(settings, null);
    }
    return store.compressor;
  }

  private static void close(Compressor compressor) {
    if (compressor != null) {
      compressor.compressor.close();
    }
  }

  @Override
  public void close() {
    close(main);
    close(store);
    if (sampler != null) {
      sampler.close();
    }
  }
}
