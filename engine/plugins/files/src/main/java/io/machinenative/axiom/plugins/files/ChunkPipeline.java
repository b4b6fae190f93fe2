package io.machinenative.axiom.plugins.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * A filter from a channel to a channel, by chunks that several threads work on at once and that
 * leave in their order.
 *
 * <pre>
 *   caller   reads 0 1 2 3 .          writes 0 1 .       reads on where there is room
 *   worker a         0     2 .
 *   worker b           1     3 .
 * </pre>
 *
 * <p>Reads one chunk ahead: only then is known which one is the last. A stream of one chunk is
 * worked on by the caller; threads start with the first longer one, and live until this is closed.
 *
 * <p>Memory is two chunks more than there are threads, whatever the stream's length; taken as it is
 * needed, and kept for the streams that follow. One caller at a time; whoever made it closes it.
 *
 * @param <J> what is known of a stream
 */
public final class ChunkPipeline<J extends ChunkJob> implements AutoCloseable {
  private final Room room;
  private final ChunkWork.Workshop<J> workshop;
  private final Supplier<Arena> memory;
  private final ChunkWorkers<J> workers;
  private final List<Chunk> chunks = new ArrayList<>();
  private final int chunkLimit;
  private Arena arena;
  private ChunkWork<J> own;
  private Thread ownOf;

  /**
   * What a chunk needs.
   *
   * @param inputBytes most that one takes
   * @param outputBytes most that one becomes; 0 when it is worked on in place, within {@code
   *     inputBytes}
   * @param secret whether its memory is wiped after each stream
   */
  public record Room(int inputBytes, int outputBytes, boolean secret) {}

  /** Hears how far a stream is, after each chunk that was written. */
  @FunctionalInterface
  public interface Progress {
    /** Says nothing to nobody. */
    Progress NONE = (readBytes, writtenBytes) -> {};

    /** Both since the beginning of the stream. */
    void at(long readBytes, long writtenBytes);
  }

  /**
   * @param memory opens arenas that any thread may use; one is taken, and closed with this
   * @param threads for the workers
   * @param threadCount most workers, 1 or more
   */
  public ChunkPipeline(
      Supplier<Arena> memory,
      ThreadFactory threads,
      int threadCount,
      Room room,
      ChunkWork.Workshop<J> workshop) {
    this.memory = memory;
    this.room = room;
    this.workshop = workshop;
    workers = new ChunkWorkers<>(threads, threadCount, workshop);
    chunkLimit = threadCount + 2;
  }

  /**
   * Works on a stream until its end. What was written is whole only when this returns.
   *
   * @return bytes written
   * @throws IOException of the channels and of the work; what went before was written
   */
  public long run(J job, ReadableByteChannel in, WritableByteChannel out, Progress progress)
      throws IOException {
    Run run = new Run(job, in, out, progress);
    try {
      return run.toItsEnd();
    } finally {
      run.settle();
      if (room.secret) {
        chunks.forEach(Chunk::wipe);
      }
    }
  }

  private Chunk chunk(long number) {
    int index = (int) (number % chunkLimit);
    if (index == chunks.size()) {
      if (arena == null) {
        arena = memory.get();
      }
      chunks.add(new Chunk(arena, room.inputBytes, room.outputBytes));
    }
    return chunks.get(index);
  }

  /** Ends the workers and gives the memory back. */
  @Override
  public void close() {
    workers.close();
    closeOwn();
    if (arena != null) {
      arena.close();
      arena = null;
      chunks.clear();
    }
  }

  private void closeOwn() {
    if (own != null) {
      own.close();
      own = null;
    }
  }

  /** The work of the calling thread. */
  private ChunkWork<J> own() {
    if (own == null || ownOf != Thread.currentThread()) {
      closeOwn();
      own = workshop.open();
      ownOf = Thread.currentThread();
    }
    return own;
  }

  /** One stream. */
  private final class Run {
    private final J job;
    private final ReadableByteChannel in;
    private final WritableByteChannel out;
    private final Progress progress;

    /** Chunks below were handed to workers; those below {@code written} came back. */
    private long submitted;

    private long written;
    private long readBytes;
    private long writtenBytes;
    private boolean settled;

    Run(J job, ReadableByteChannel in, WritableByteChannel out, Progress progress) {
      this.job = job;
      this.in = in;
      this.out = out;
      this.progress = progress;
    }

    long toItsEnd() throws IOException {
      Chunk current = fill(0);
      Chunk next = fill(1);
      if (next.content().byteSize() == 0) {
        current.markLast();
        current.worked(own().work(job, current));
        write(current);
        return writtenBytes;
      }
      for (long number = 1; ; number++) {
        submit(current);
        if (current.isLast()) {
          break;
        }
        current = next;
        if (current.content().byteSize() < job.inputBytes(number)) {
          current.markLast();
          continue;
        }
        next = fill(number + 1);
        if (next.content().byteSize() == 0) {
          current.markLast();
        }
      }
      while (written < submitted) {
        collect();
      }
      return writtenBytes;
    }

    /** Reads into the chunk's memory, after what was there before was written. */
    private Chunk fill(long number) throws IOException {
      while (number - written >= chunkLimit) {
        collect();
      }
      Chunk chunk = chunk(number);
      ByteBuffer view = chunk.begin(job, number, job.inputBytes(number));
      int bytes = ByteChannels.read(in, view);
      chunk.filled(bytes);
      readBytes += bytes;
      return chunk;
    }

    /** Hands a chunk over, and takes back those that are done. */
    private void submit(Chunk chunk) throws IOException {
      if (workers.submit(chunk)) {
        submitted++;
        while (written < submitted && chunk(written).done.tryAcquire()) {
          take(chunk(written));
        }
      } else {
        while (written < submitted) {
          collect();
        }
        submitted++;
        written++;
        chunk.worked(own().work(job, chunk));
        write(chunk);
      }
    }

    private void collect() throws IOException {
      Chunk chunk = chunk(written);
      try {
        chunk.done.acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException stopped = new InterruptedIOException("interrupted");
        stopped.initCause(e);
        throw stopped;
      }
      take(chunk);
    }

    private void take(Chunk chunk) throws IOException {
      written++;
      switch (chunk.failure) {
        case null -> write(chunk);
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IOException("chunk " + chunk.number() + " failed", chunk.failure);
      }
    }

    private void write(Chunk chunk) throws IOException {
      ByteBuffer result = chunk.result();
      writtenBytes += result.remaining();
      ByteChannels.write(out, result);
      progress.at(readBytes, writtenBytes);
    }

    /** Waits until no worker holds a chunk of this stream any more, however it ended. */
    void settle() {
      assert !settled : "expected to settle once";
      settled = true;
      if (written < submitted) {
        workers.skip(true);
        while (written < submitted) {
          chunk(written).done.acquireUninterruptibly();
          written++;
        }
        workers.skip(false);
      }
    }
  }
}
