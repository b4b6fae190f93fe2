package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.natives.zstd.ZstdDictionary;
import io.machinenative.axiom.plugins.files.ChunkJob;

/**
 * One stream that becomes frames. Immutable, any thread.
 *
 * @param dictionary null for none; the caller keeps it open
 */
record FrameJob(CompressSettings settings, LevelChoice choice, ZstdDictionary dictionary)
    implements ChunkJob {
  @Override
  public int inputBytes(long number) {
    return settings.chunkBytes();
  }
}
