package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdCompressor;
import io.machinenative.axiom.natives.zstd.ZstdSettings;
import io.machinenative.axiom.plugins.files.ByteChannels;
import io.machinenative.axiom.plugins.files.CallWatch;
import io.machinenative.axiom.plugins.files.FileTree;
import io.machinenative.axiom.plugins.files.WorkTally;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Blocks from all over a file or folder, at even distances, in memory. One thread's, which closes
 * it; the arena is the caller's.
 */
final class SampleSet implements AutoCloseable {
  private static final int BLOCK_BYTES = 256 << 10;

  private final List<MemorySegment> blocks = new ArrayList<>();
  private final MemorySegment scratch;
  private long files;
  private long totalBytes;
  private long sampledBytes;

  private record FileLength(Path file, long bytes) {}

  private SampleSet(MemorySegment scratch) {
    this.scratch = scratch;
  }

  /** Reads the samples. */
  static SampleSet of(Path source, int sampleBytes, Arena arena, CallWatch watch)
      throws IOException {
    SampleSet samples = new SampleSet(arena.allocate(Zstd.compressBound(BLOCK_BYTES), Long.BYTES));
    List<FileLength> found = samples.find(source, watch);
    long wanted = Math.min(sampleBytes, samples.totalBytes);
    MemorySegment memory = arena.allocate(Math.max(1, wanted), Long.BYTES);
    samples.read(found, memory.asSlice(0, wanted));
    return samples;
  }

  private List<FileLength> find(Path source, CallWatch watch) throws IOException {
    List<FileLength> found = new ArrayList<>();
    if (Files.isDirectory(source)) {
      FileTree.walk(
          source,
          watch,
          new WorkTally(0),
          (file, relative) -> found.add(new FileLength(file, Files.size(file))));
    } else {
      found.add(new FileLength(source, Files.size(source)));
    }
    files = found.size();
    totalBytes = found.stream().mapToLong(FileLength::bytes).sum();
    return found;
  }

  /** Steps over all bytes of all files as if they were one, and takes a block at each step. */
  private void read(List<FileLength> found, MemorySegment memory) throws IOException {
    long blockCount = Math.max(1, (memory.byteSize() + BLOCK_BYTES - 1) / BLOCK_BYTES);
    double step = (double) totalBytes / blockCount;
    double next = 0;
    long fileStart = 0;
    for (FileLength file : found) {
      if (next < fileStart + file.bytes && sampledBytes < memory.byteSize()) {
        try (FileChannel in = FileChannel.open(file.file)) {
          while (next < fileStart + file.bytes && sampledBytes < memory.byteSize()) {
            long from = (long) next - fileStart;
            take(in, Math.max(0, from), memory);
            next += step;
          }
        }
      }
      fileStart += file.bytes;
    }
  }

  private void take(FileChannel in, long from, MemorySegment memory) throws IOException {
    long bytes = Math.min(BLOCK_BYTES, memory.byteSize() - sampledBytes);
    MemorySegment block = memory.asSlice(sampledBytes, bytes);
    in.position(from);
    int got = ByteChannels.read(in, block.asByteBuffer());
    blocks.add(block.asSlice(0, got));
    sampledBytes += got;
  }

  /** What all blocks become at a level, each by itself. */
  long compressedBytes(int level) {
    long sum = 0;
    try (ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.ofLevel(level))) {
      for (MemorySegment block : blocks) {
        sum += compressor.compress(block, scratch);
      }
    }
    return sum;
  }

  long files() {
    return files;
  }

  long totalBytes() {
    return totalBytes;
  }

  long sampledBytes() {
    return sampledBytes;
  }

  @Override
  public void close() {
    blocks.clear();
  }
}
