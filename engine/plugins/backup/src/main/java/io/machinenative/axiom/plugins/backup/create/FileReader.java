package io.machinenative.axiom.plugins.backup.create;

import io.machinenative.axiom.plugins.backup.chunk.ChunkSizes;
import io.machinenative.axiom.plugins.backup.chunk.Chunker;
import io.machinenative.axiom.plugins.backup.format.ByteSink;
import io.machinenative.axiom.plugins.backup.tree.Content;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/**
 * Reads files, cuts them into chunks and stores those: each step right behind the one before, while
 * the bytes are in the core's cache. One thread's. Owns its buffer.
 */
final class FileReader implements AutoCloseable {
  private static final int STEP_BYTES = 512 << 10;
  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final ChunkStore chunks;
  private final Chunker chunker;
  private final Failure failure;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment data;
  private final ByteBuffer buffer;
  private final ByteSink ids = new ByteSink(1 << 10);
  private int[] rawBytes = new int[16];
  private int chunkCount;

  /**
   * @param chunks the caller's
   */
  FileReader(ChunkStore chunks, long[] table, ChunkSizes sizes, Failure failure) {
    this.chunks = chunks;
    this.failure = failure;
    chunker = new Chunker(table, sizes);
    data = arena.allocate(sizes.maxBytes() + STEP_BYTES, Long.BYTES);
    buffer = data.asByteBuffer();
  }

  /** Reads a part of a file, or less when the file ends before. */
  Content read(Path file, long from, long to) throws IOException, InterruptedException {
    ids.clear();
    chunkCount = 0;
    if (from == to) {
      return Content.EMPTY;
    }
    try (FileChannel channel = FileChannel.open(file, OPTIONS)) {
      read(channel, from, to);
    }
    return new Content(ids.toArray(), Arrays.copyOf(rawBytes, chunkCount));
  }

  private void read(FileChannel channel, long from, long to)
      throws IOException, InterruptedException {
    long position = from;
    int have = 0;
    boolean ended = false;
    chunker.begin();
    while (!ended) {
      int wanted = (int) Math.min(Math.min(STEP_BYTES, data.byteSize() - have), to - position);
      int bytes = fill(channel, position, have, wanted);
      have += bytes;
      position += bytes;
      ended = bytes < wanted || position == to;
      int length = chunker.scan(data, have);
      while (length != Chunker.NO_CUT) {
        add(length);
        have -= length;
        MemorySegment.copy(data, length, data, 0, have);
        chunker.begin();
        length = have == 0 ? Chunker.NO_CUT : chunker.scan(data, have);
      }
      failure.throwIfAny();
    }
    if (have > 0) {
      add(have);
    }
  }

  private int fill(FileChannel channel, long position, int at, int wanted) throws IOException {
    buffer.limit(at + wanted).position(at);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position() - at) < 0) {
        break;
      }
    }
    return buffer.position() - at;
  }

  private void add(int length) throws IOException, InterruptedException {
    ids.raw(chunks.store(data, 0, length));
    if (chunkCount == rawBytes.length) {
      rawBytes = Arrays.copyOf(rawBytes, 2 * chunkCount);
    }
    rawBytes[chunkCount++] = length;
  }

  @Override
  public void close() {
    arena.close();
  }
}
