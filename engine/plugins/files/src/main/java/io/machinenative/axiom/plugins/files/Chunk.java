package io.machinenative.axiom.plugins.files;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/**
 * A piece of a stream, and what becomes of it. Its memory is reused for later chunks.
 *
 * <p>Belongs to the pipeline's caller while it is filled and written, and to one worker in between;
 * the queue hands it over, {@link #done} hands it back.
 */
public final class Chunk {
  private static final int ALIGNMENT_BYTES = 64;

  private final MemorySegment input;
  private final MemorySegment output;
  private final ByteBuffer inputView;
  private final ByteBuffer outputView;

  /** Released by the worker, acquired by the caller: once for each time it is handed over. */
  final Semaphore done = new Semaphore(0);

  Object job;
  Throwable failure;
  private long number;
  private boolean last;
  private int inputBytes;
  private int outputBytes;

  /** Bytes at the beginnings that may hold content. */
  private int usedInputBytes;

  private int usedOutputBytes;

  /**
   * @param outputCapacityBytes 0 when it is worked on in place
   */
  Chunk(Arena arena, int inputCapacityBytes, int outputCapacityBytes) {
    input = arena.allocate(inputCapacityBytes, ALIGNMENT_BYTES);
    output =
        outputCapacityBytes == 0 ? input : arena.allocate(outputCapacityBytes, ALIGNMENT_BYTES);
    inputView = input.asByteBuffer();
    outputView = output.asByteBuffer();
  }

  /** Prepares it for a number, and lends its memory, to be filled with at most so many bytes. */
  ByteBuffer begin(Object forJob, long chunkNumber, int maxBytes) {
    job = forJob;
    number = chunkNumber;
    last = false;
    failure = null;
    outputBytes = 0;
    return inputView.clear().limit(maxBytes);
  }

  void filled(int bytes) {
    inputBytes = bytes;
    usedInputBytes = Math.max(usedInputBytes, bytes);
  }

  void markLast() {
    last = true;
  }

  void worked(int bytes) {
    outputBytes = bytes;
    usedOutputBytes = Math.max(usedOutputBytes, bytes);
  }

  /** What came out, to be written. */
  ByteBuffer result() {
    return outputView.clear().limit(outputBytes);
  }

  /** Wipes what was read, also by a read that failed, and what was made of it. */
  void wipe() {
    input.asSlice(0, Math.max(usedInputBytes, inputView.position())).fill((byte) 0);
    output.asSlice(0, usedOutputBytes).fill((byte) 0);
    usedInputBytes = 0;
    usedOutputBytes = 0;
  }

  /** 0 for the first one of a stream. */
  public long number() {
    return number;
  }

  /** Whether the stream ends with it. */
  public boolean isLast() {
    return last;
  }

  /** What was read; may be empty only for the first chunk. */
  public MemorySegment content() {
    return input.asSlice(0, inputBytes);
  }

  /** Where the result goes, from its beginning on. In place it is the memory of the content. */
  public MemorySegment output() {
    return output;
  }
}
