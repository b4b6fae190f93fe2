package io.machinenative.axiom.natives.zstd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;

/**
 * Compresses a stream in pure Java, through a queue on the heap. aircompressor's stream cannot
 * flush; ending the frame has the same effect for a reader.
 */
final class JavaStreamEncoder implements StreamEncoder {
  private static final int CHUNK_BYTES = 64 << 10;

  private final byte[] chunk = new byte[CHUNK_BYTES];
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private ZstdOutputStream frame;
  private byte[] queue = new byte[0];
  private int queueHead;
  private long consumedBytes;
  private long producedBytes;

  @Override
  public long encode(MemorySegment source, MemorySegment destination, ZstdDirective directive) {
    consumedBytes = 0;
    producedBytes = 0;
    try {
      drain(destination);
      while (queueHead == queue.length && consumedBytes < source.byteSize()) {
        take(source);
        drain(destination);
      }
      boolean all = consumedBytes == source.byteSize() && queueHead == queue.length;
      if (all && directive != ZstdDirective.CONTINUE) {
        endFrame(directive);
        drain(destination);
      }
      return queue.length - queueHead + source.byteSize() - consumedBytes;
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  private void take(MemorySegment source) throws IOException {
    int bytes = (int) Math.min(CHUNK_BYTES, source.byteSize() - consumedBytes);
    MemorySegment.copy(source, JAVA_BYTE, consumedBytes, chunk, 0, bytes);
    if (frame == null) {
      frame = new ZstdOutputStream(written);
    }
    frame.write(chunk, 0, bytes);
    consumedBytes += bytes;
    refill();
  }

  /** An end makes a frame even of nothing; a flush does not. */
  private void endFrame(ZstdDirective directive) throws IOException {
    if (frame == null && (directive == ZstdDirective.FLUSH || producedBytes > 0)) {
      return;
    }
    if (frame == null) {
      frame = new ZstdOutputStream(written);
    }
    frame.close();
    frame = null;
    refill();
  }

  private void refill() {
    queue = written.toByteArray();
    queueHead = 0;
    written.reset();
  }

  private void drain(MemorySegment destination) {
    int bytes = (int) Math.min(queue.length - queueHead, destination.byteSize() - producedBytes);
    MemorySegment.copy(queue, queueHead, destination, JAVA_BYTE, producedBytes, bytes);
    queueHead += bytes;
    producedBytes += bytes;
  }

  @Override
  public long consumedBytes() {
    return consumedBytes;
  }

  @Override
  public long producedBytes() {
    return producedBytes;
  }

  @Override
  public long pledge(long bytes) {
    return 0;
  }

  @Override
  public void reset() {
    frame = null;
    written.reset();
    refill();
  }

  @Override
  public void close() {}
}
