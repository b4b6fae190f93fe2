package io.machinenative.axiom.benchmarks.zstd;

/**
 * One way to compress. Holds the blocks, compressed and not, in the memory that it likes best, and
 * one context for each direction. One thread.
 */
public interface ZstdSubject extends AutoCloseable {
  /** Compresses a block into a buffer of its own; returns the frame's length. */
  int compress(int block);

  /** Decompresses what the constructor has compressed; returns the block's length. */
  int decompress(int block);

  @Override
  void close();
}
