package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.aes.ForgedStreamException;
import io.machinenative.axiom.natives.aes.SegmentCipher;
import io.machinenative.axiom.natives.aes.StreamKey;
import io.machinenative.axiom.plugins.files.Chunk;
import io.machinenative.axiom.plugins.files.ChunkWork;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Seals or opens chunks where they lie. One thread's. */
final class SegmentWork implements ChunkWork<SegmentJob> {
  private final SegmentCipher cipher = new SegmentCipher();

  @Override
  public int work(SegmentJob job, Chunk chunk) throws IOException {
    if (chunk.number() >= StreamKey.SEGMENTS_MAX) {
      throw new IOException("expected at most 2^32 - 1 chunks, actual more: use larger chunks");
    }
    return job.sealing() ? seal(job, chunk) : open(job, chunk);
  }

  private int seal(SegmentJob job, Chunk chunk) {
    MemorySegment plain = chunk.content();
    long sealedBytes = plain.byteSize() + AesGcm.TAG_BYTES;
    MemorySegment sealed = chunk.output().asSlice(0, sealedBytes);
    cipher.seal(job.stream(), chunk.number(), chunk.isLast(), plain, sealed);
    return (int) sealedBytes;
  }

  private int open(SegmentJob job, Chunk chunk) throws ForgedStreamException {
    MemorySegment sealed = chunk.content();
    long plainBytes = sealed.byteSize() - AesGcm.TAG_BYTES;
    if (plainBytes < 0
        || !cipher.open(
            job.stream(),
            chunk.number(),
            chunk.isLast(),
            sealed,
            chunk.output().asSlice(0, plainBytes))) {
      throw new ForgedStreamException(
          "chunk "
              + chunk.number()
              + (chunk.isLast() ? ", the last one," : "")
              + " is not what was sealed: it was changed or moved, the file was cut, or the"
              + " associated data is another");
    }
    return (int) plainBytes;
  }

  @Override
  public void close() {
    cipher.close();
  }
}
