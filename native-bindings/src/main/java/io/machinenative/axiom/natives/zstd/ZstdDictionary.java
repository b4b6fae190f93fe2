package io.machinenative.axiom.natives.zstd;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What messages of one sort have in common, digested once and shared by all contexts. Its id goes
 * into each frame, so that a reader knows which one it needs.
 *
 * <p>Immutable and usable by any thread. Each context that was opened with it retains it: after
 * {@link #close} no new context can have it, and its memory is freed with the last of the old ones.
 *
 * <p>The format is that of RFC 8878, 5: the magic {@code 37 a4 30 ec}, the id in 32 bits, entropy
 * tables, content. Bytes without that magic, which {@code zstd -D} also takes, are refused: their
 * frames would not say what they need.
 */
public final class ZstdDictionary implements AutoCloseable {
  private static final int MAGIC = 0xEC30A437;
  private static final int HEADER_BYTES = 8;
  private static final ValueLayout.OfInt INT =
      JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final long id;
  private final int level;
  private final long compressing;
  private final long decompressing;

  /** The owner, and each context; freed at 0. */
  private final AtomicInteger holders = new AtomicInteger(1);

  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Copies and digests a dictionary.
   *
   * @param content off-heap, as a {@link DictionaryTrainer} or {@code zstd --train} makes it
   * @param level of the compressors that will use it
   */
  ZstdDictionary(MemorySegment content, int level) {
    OffHeap.requireSource(content);
    id = idOf(content);
    this.level = ZstdSettings.ofLevel(level).level();
    compressing = ZstdNative.createCompressionDictionary(content, content.byteSize(), this.level);
    decompressing = ZstdNative.createDecompressionDictionary(content, content.byteSize());
    if (compressing == 0 || decompressing == 0) {
      free();
      throw new ZstdException(
          ZstdException.Kind.DICTIONARY, "dictionary " + id + ": damaged, or there is no memory");
    }
  }

  /**
   * Which dictionary some bytes are.
   *
   * @throws ZstdException when they are none
   */
  static long idOf(MemorySegment content) {
    boolean known = content.byteSize() > HEADER_BYTES && content.get(INT, 0) == MAGIC;
    long id = known ? content.get(INT, Integer.BYTES) & 0xffff_ffffL : 0;
    if (id == 0) {
      throw new ZstdException(
          ZstdException.Kind.DICTIONARY,
          "expected a dictionary with the magic 37 a4 30 ec and an id, actual "
              + content.byteSize()
              + " other bytes");
    }
    return id;
  }

  /** As in the frames, 1 to 2^32 - 1. */
  public long id() {
    return id;
  }

  /** Of the compressors that use it. */
  public int level() {
    return level;
  }

  /** How many contexts use it. */
  public int users() {
    return holders.get() - (closed.get() ? 0 : 1);
  }

  /** The library's {@code ZSTD_CDict}. */
  long compressing() {
    return compressing;
  }

  /** The library's {@code ZSTD_DDict}. */
  long decompressing() {
    return decompressing;
  }

  /** For a context that is being opened. */
  ZstdDictionary retain() {
    if (closed.get() || holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
      throw new IllegalStateException("dictionary " + id + ": expected open, actual closed");
    }
    return this;
  }

  /** For a context that was closed. */
  void release() {
    if (holders.decrementAndGet() == 0) {
      free();
    }
  }

  private void free() {
    ZstdNative.freeCompressionDictionary(compressing);
    ZstdNative.freeDecompressionDictionary(decompressing);
  }

  /** Ends its use for new contexts. A second call does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release();
    }
  }

  @Override
  public String toString() {
    return "dictionary " + id + " at level " + level;
  }
}
