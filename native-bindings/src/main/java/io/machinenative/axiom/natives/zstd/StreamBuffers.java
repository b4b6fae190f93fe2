package io.machinenative.axiom.natives.zstd;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * {@code ZSTD_inBuffer} and {@code ZSTD_outBuffer} of zstd.h, one after the other:
 *
 * <pre>
 *    0 source        8 its size       16 how far it was read
 *   24 destination  32 its size       40 how far it was written
 * </pre>
 *
 * <p>Owns 48 bytes; borrows what it points to for one call. Owned by one thread.
 */
final class StreamBuffers implements AutoCloseable {
  private static final int STRUCT_BYTES = 3 * Long.BYTES;
  private static final int SIZE = Long.BYTES;
  private static final int POSITION = 2 * Long.BYTES;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment input = arena.allocate(STRUCT_BYTES, Long.BYTES);
  private final MemorySegment output = arena.allocate(STRUCT_BYTES, Long.BYTES);

  void input(MemorySegment source, long offset, long bytes) {
    describe(input, source.address() + offset, bytes);
  }

  void output(MemorySegment destination, long offset, long bytes) {
    describe(output, destination.address() + offset, bytes);
  }

  private static void describe(MemorySegment struct, long address, long bytes) {
    struct.set(JAVA_LONG, 0, address);
    struct.set(JAVA_LONG, SIZE, bytes);
    struct.set(JAVA_LONG, POSITION, 0);
  }

  MemorySegment input() {
    return input;
  }

  MemorySegment output() {
    return output;
  }

  long consumedBytes() {
    return input.get(JAVA_LONG, POSITION);
  }

  long producedBytes() {
    return output.get(JAVA_LONG, POSITION);
  }

  @Override
  public void close() {
    arena.close();
  }
}
