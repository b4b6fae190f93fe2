package io.machinenative.axiom.plugins.files;

import java.io.IOException;

/**
 * What one thread does with chunks. Made, used and closed by that thread alone.
 *
 * @param <J> what is known of the stream
 */
public interface ChunkWork<J extends ChunkJob> extends AutoCloseable {
  /**
   * Makes the output of a chunk.
   *
   * @return bytes of output
   * @throws IOException ends the run; nothing of this chunk or a later one is written
   */
  int work(J job, Chunk chunk) throws IOException;

  @Override
  void close();

  /** Makes the work of a thread. Called on any thread. */
  @FunctionalInterface
  interface Workshop<J extends ChunkJob> {
    ChunkWork<J> open();
  }
}
