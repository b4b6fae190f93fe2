package io.machinenative.axiom.plugins.s3;

import io.machinenative.axiom.api.PluginMemory;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Memory for the parts of one upload, as many as are under way and one that is filled. Taken by the
 * thread that fills, given back by those that send; closed by who made it, when none is out.
 */
final class PartBuffers implements AutoCloseable {
  private final PluginMemory memory;
  private final int partBytes;
  private final Arena arena;
  private final ArrayBlockingQueue<ByteBuffer> free;
  private int unmade;

  /**
   * @param count of buffers; each is made when it is first needed
   */
  PartBuffers(PluginMemory memory, int partBytes, int count) {
    this.memory = memory;
    this.partBytes = partBytes;
    arena = this.memory.openArena();
    free = new ArrayBlockingQueue<>(count);
    unmade = count;
  }

  /** An empty buffer; waits for one when all are out. */
  ByteBuffer take() throws InterruptedException {
    ByteBuffer buffer = free.poll();
    if (buffer == null && unmade > 0) {
      unmade--;
      return arena.allocate(partBytes, Long.BYTES).asByteBuffer();
    }
    return (buffer == null ? free.take() : buffer).clear();
  }

  void give(ByteBuffer buffer) {
    free.add(buffer);
  }

  @Override
  public void close() {
    arena.close();
  }
}
