package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.aes.StreamKey;
import io.machinenative.axiom.plugins.files.ChunkJob;

/**
 * The chunks of one container. Any thread.
 *
 * @param stream borrowed
 * @param chunkBytes of sealed chunks; the first one shares its with the stream's header
 * @param sealing whether chunks are sealed or opened
 */
record SegmentJob(StreamKey stream, int chunkBytes, boolean sealing) implements ChunkJob {
  @Override
  public int inputBytes(long number) {
    int sealedBytes = number == 0 ? chunkBytes - StreamKey.HEADER_BYTES : chunkBytes;
    return sealing ? sealedBytes - AesGcm.TAG_BYTES : sealedBytes;
  }
}
