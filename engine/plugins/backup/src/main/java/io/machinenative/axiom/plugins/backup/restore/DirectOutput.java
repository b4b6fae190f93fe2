package io.machinenative.axiom.plugins.backup.restore;

import io.machinenative.axiom.plugins.backup.storage.DirectAccess;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;

/**
 * Writes a long file from its beginning to its end past the system's cache, in steps of 1 MiB. Of
 * what is zero in whole parts of 64 KiB nothing is written: it becomes a hole.
 *
 * <p>One thread's. Used for one file after the other: {@link #begin}, {@link #into}, {@link #add}
 * as often as it takes, {@link #finish}.
 */
final class DirectOutput {
  private static final int STEP_BYTES = 1 << 20;
  private static final int PART_BYTES = 64 << 10;

  private final MemorySegment step;
  private final MemorySegment zeros;
  private FileChannel channel;
  private long position;
  private int filled;
  private boolean written;

  /**
   * @param arena the caller's, which outlives this
   */
  DirectOutput(Arena arena) {
    step = arena.allocate(STEP_BYTES, DirectAccess.BLOCK_BYTES);
    zeros = arena.allocate(PART_BYTES, DirectAccess.BLOCK_BYTES);
  }

  /** Begins a file. */
  void begin() {
    position = 0;
    filled = 0;
    written = false;
  }

  /** Says where to; of a file that has nothing yet. */
  void into(FileChannel file) {
    channel = file;
  }

  /** Whether the file system has taken something already. */
  boolean hasWritten() {
    return written;
  }

  /** The next bytes of the file; copied. */
  void add(MemorySegment content) throws IOException {
    long done = 0;
    while (done < content.byteSize()) {
      long bytes = Math.min(STEP_BYTES - (long) filled, content.byteSize() - done);
      MemorySegment.copy(content, done, step, filled, bytes);
      filled += (int) bytes;
      done += bytes;
      if (filled == STEP_BYTES) {
        writeParts(STEP_BYTES);
        position += STEP_BYTES;
        filled = 0;
      }
    }
  }

  /** Writes what is left; the file is as long as what was added then, also if it ends in a hole. */
  void finish() throws IOException {
    long end = position + filled;
    int blocks = (filled + DirectAccess.BLOCK_BYTES - 1) / DirectAccess.BLOCK_BYTES;
    int whole = blocks * DirectAccess.BLOCK_BYTES;
    step.asSlice(filled, whole - filled).fill((byte) 0);
    writeParts(whole);
    if (channel.size() < end) {
      long last = (end - 1) / DirectAccess.BLOCK_BYTES * DirectAccess.BLOCK_BYTES;
      write(last, zeros.asSlice(0, DirectAccess.BLOCK_BYTES));
    }
    channel.truncate(end);
  }

  /** Writes what is not zero, as much at once as lies together. */
  private void writeParts(int end) throws IOException {
    int from = 0;
    for (int at = 0; at < end; at += PART_BYTES) {
      if (at + PART_BYTES <= end && isZero(at)) {
        write(position + from, step.asSlice(from, at - from));
        from = at + PART_BYTES;
      }
    }
    write(position + from, step.asSlice(from, end - from));
  }

  private boolean isZero(int at) {
    return MemorySegment.mismatch(step, at, at + PART_BYTES, zeros, 0, PART_BYTES) < 0;
  }

  private void write(long at, MemorySegment content) throws IOException {
    long done = 0;
    while (done < content.byteSize()) {
      done += channel.write(content.asSlice(done).asByteBuffer(), at + done);
      written = true;
    }
  }
}
