package io.machinenative.axiom.natives.aes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The nonces of one key, none of them twice: a fixed part and a counter, the deterministic
 * construction of NIST SP 800-38D 8.2.1.
 *
 * <pre>
 *   0              4                              12
 *   ├─ fixed part ─┼─ counter, big-endian ────────┤
 * </pre>
 *
 * <p>Two that seal under one key must have different fixed parts: number the machines or processes.
 * The counter only goes forward. In a file it survives the process: the file says up to where
 * counters may have been used, is synchronised to the disk before any of them is, and a restart
 * goes on from there, so that a crash skips counters and repeats none.
 *
 * <p>Any thread may {@link #claim}, or take a {@link NonceLease} of its own. Owned by whoever opens
 * it, or by the {@link KeyRing} that it is given to.
 */
public final class NonceSequence implements AutoCloseable {
  /** What {@link #claim} returns when the key has sealed all it may: go over to another key. */
  public static final long EXHAUSTED = -1;

  /**
   * 2^32 messages under one key. The counter could do far more; but with 2^32 messages of 64 KiB an
   * attacker's chance to tell them from random is still below 2^-32, and a rotation that never
   * happens never works.
   */
  public static final long MESSAGES_MAX_DEFAULT = 1L << 32;

  /** Far beyond what any key should seal, and far from an overflow. */
  private static final long MESSAGES_LIMIT = 1L << 48;

  private final int fixedPart;
  private final long messagesMax;
  private final NonceFile file;

  /** The next counter; only ever grows. */
  private final AtomicLong next;

  /** Counters below may be used: the file says so. */
  private volatile long reserved;

  private NonceSequence(int fixedPart, long messagesMax, NonceFile file, long first) {
    this.fixedPart = fixedPart;
    this.messagesMax = messagesMax;
    this.file = file;
    next = new AtomicLong(first);
    reserved = file == null ? messagesMax : first;
  }

  /**
   * For a key that is made in this process, and dies with it.
   *
   * @param fixedPart differs from that of everybody else who seals under this key
   * @param messagesMax counters to give out, 1 to 2^48
   */
  public static NonceSequence inMemory(int fixedPart, long messagesMax) {
    requireMessages(messagesMax);
    return new NonceSequence(fixedPart, messagesMax, null, 0);
  }

  /**
   * For a new key that outlives the process: makes the file that remembers the counter.
   *
   * @param file must not exist yet
   * @param fixedPart differs from that of everybody else who seals under this key
   * @throws IOException when it exists, or cannot be written
   */
  public static NonceSequence create(Path file, int fixedPart, long messagesMax)
      throws IOException {
    requireMessages(messagesMax);
    return new NonceSequence(fixedPart, messagesMax, NonceFile.create(file, fixedPart), 0);
  }

  /**
   * Goes on where the file says. It must be the latest one: a copy from a backup would go
   * backwards, which nobody could notice.
   *
   * @throws IOException when there is none, it is damaged, or somebody else has it open
   */
  public static NonceSequence open(Path file, long messagesMax) throws IOException {
    requireMessages(messagesMax);
    NonceFile opened = NonceFile.open(file);
    return new NonceSequence(opened.fixedPart(), messagesMax, opened, opened.reserved());
  }

  private static void requireMessages(long messagesMax) {
    if (messagesMax < 1 || messagesMax > MESSAGES_LIMIT) {
      throw new IllegalArgumentException("expected 1 to 2^48 messages, actual " + messagesMax);
    }
  }

  public int fixedPart() {
    return fixedPart;
  }

  /** Counters that are left; others may be claiming them. */
  public long remaining() {
    return messagesMax - Math.min(next.get(), messagesMax);
  }

  /**
   * Takes counters: from the result on, this many, and nobody else's ever. Now and then
   * synchronises the file, which takes milliseconds.
   *
   * @param count at least 1
   * @return the first, or {@link #EXHAUSTED} when there are not so many left
   * @throws UncheckedIOException when the file cannot be written; no counter is given out then, nor
   *     later
   */
  public long claim(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("expected at least 1 counter, actual " + count);
    }
    while (true) {
      long first = next.get();
      if (first > messagesMax - count) {
        return EXHAUSTED;
      }
      if (first + count > reserved) {
        reserve(first + count);
      } else if (next.compareAndSet(first, first + count)) {
        return first;
      }
    }
  }

  private synchronized void reserve(long needed) {
    if (reserved >= needed) {
      return;
    }
    try {
      long ahead = Math.min(messagesMax, needed + NonceFile.RESERVE_AHEAD);
      file.reserve(ahead);
      reserved = ahead;
    } catch (IOException e) {
      throw new UncheckedIOException("expected to reserve nonces", e);
    }
  }

  /** Nonces for one thread, written ahead. */
  public NonceLease lease() {
    return new NonceLease(this);
  }

  /** Gives out nothing more, and lets go of the file. A second call does nothing. */
  @Override
  public synchronized void close() {
    next.set(messagesMax);
    if (file == null) {
      return;
    }
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("expected to close the nonces' file", e);
    }
  }
}
