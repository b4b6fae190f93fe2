package io.machinenative.axiom.plugins.backup.create;

import io.machinenative.axiom.plugins.backup.chunk.ChunkSizes;
import io.machinenative.axiom.plugins.backup.chunk.Chunker;
import io.machinenative.axiom.plugins.backup.format.ByteSink;
import io.machinenative.axiom.plugins.backup.keys.KeyedHash;
import io.machinenative.axiom.plugins.backup.tree.Content;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
  /** What is read at a time: it stays in the core's cache until it is sealed. */
  private static final int STEP_BYTES = 256 << 10;

  /** What is scanned and hashed at a time, on the heap: there the JDK's SHA-256 is fast. */
  private static final int PART_BYTES = 32 << 10;

  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final ChunkStore chunks;
  private final Chunker chunker;
  private final Failure failure;
  private final Arena arena;
  private final MemorySegment data;
  private final ByteBuffer buffer;
  private final byte[] heap = new byte[PART_BYTES];
  private final KeyedHash name;
  private final int maxBytes;
  private final ByteSink ids = new ByteSink(1 << 10);
  private int[] rawBytes = new int[16];
  private int chunkCount;

  /**
   * @param chunks the caller's
   * @param arena closed with this
   */
  FileReader(ChunkStore chunks, long[] table, ChunkSizes sizes, Failure failure, Arena arena) {
    this.arena = arena;
    this.chunks = chunks;
    this.failure = failure;
    chunker = new Chunker(table, sizes);
    name = chunks.hash();
    maxBytes = sizes.maxBytes();
    data = arena.allocate(maxBytes + 4 * STEP_BYTES, Long.BYTES);
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
    int start = 0;
    int length = 0;
    boolean ended = false;
    chunker.begin();
    name.begin();
    while (!ended) {
      if (start + length + STEP_BYTES > data.byteSize()) {
        MemorySegment.copy(data, start, data, 0, length);
        start = 0;
      }
      int wanted = (int) Math.min(STEP_BYTES, to - position);
      int bytes = fill(channel, position, start + length, wanted);
      position += bytes;
      ended = bytes < wanted || position == to;
      int end = start + length + bytes;
      int at = start + length;
      while (at < end) {
        // Never beyond the longest chunk, for what follows belongs to the next.
        int part = Math.min(Math.min(PART_BYTES, end - at), maxBytes - (at - start));
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, heap, 0, part);
        int last = chunker.scan(heap, part);
        name.update(heap, 0, last == Chunker.NO_CUT ? part : last);
        at += last == Chunker.NO_CUT ? part : last;
        if (last != Chunker.NO_CUT) {
          add(start, at - start);
          start = at;
          chunker.begin();
          name.begin();
        }
      }
      length = end - start;
      failure.throwIfAny();
    }
    byte[] rest = name.finish();
    if (length > 0) {
      add(rest, start, length);
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

  private void add(int start, int length) throws IOException, InterruptedException {
    add(name.finish(), start, length);
  }

  private void add(byte[] hash, int start, int length) throws IOException, InterruptedException {
    ids.raw(chunks.store(hash, data, start, length));
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
