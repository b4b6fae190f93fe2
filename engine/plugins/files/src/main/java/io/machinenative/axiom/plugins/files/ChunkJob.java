package io.machinenative.axiom.plugins.files;

/** One stream that a {@link ChunkPipeline} works on. Read by all its threads at once. */
public interface ChunkJob {
  /**
   * How many bytes a chunk takes from the input, but for the last one.
   *
   * @param number of the chunk, 0 for the first
   * @return 1 to the pipeline's room for input
   */
  int inputBytes(long number);
}
