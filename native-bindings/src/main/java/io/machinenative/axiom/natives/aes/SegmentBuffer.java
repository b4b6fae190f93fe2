package io.machinenative.axiom.natives.aes;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** One segment of a stream, outside the heap, sealed or opened where it lies. One thread's. */
final class SegmentBuffer {
  private final MemorySegment memory;
  private final ByteBuffer bytes;
  private int filledBytes;

  /** Gone with the arena. */
  SegmentBuffer(Arena arena) {
    memory = arena.allocate(StreamFormat.SEGMENT_BYTES, 64);
    bytes = memory.asByteBuffer();
  }

  /** Reads until there are so many bytes, or no more. */
  void fill(ReadableByteChannel from, int wantedBytes) throws IOException {
    filledBytes = read(from, bytes.clear().limit(wantedBytes));
  }

  /**
   * Reads until the buffer is full, or there are no more.
   *
   * @param from a channel that waits for bytes
   * @return how many bytes there were
   */
  static int read(ReadableByteChannel from, ByteBuffer to) throws IOException {
    int start = to.position();
    int got = 0;
    while (to.hasRemaining() && got >= 0) {
      got = from.read(to);
    }
    return to.position() - start;
  }

  /** What {@link #fill} read. */
  int filledBytes() {
    return filledBytes;
  }

  /** The first bytes. */
  MemorySegment slice(long byteCount) {
    return memory.asSlice(0, byteCount);
  }

  /** Writes the first bytes. */
  void write(WritableByteChannel to, int byteCount) throws IOException {
    bytes.clear().limit(byteCount);
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  void wipe() {
    memory.fill((byte) 0);
  }
}
