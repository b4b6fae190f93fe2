package io.machinenative.axiom.natives.zstd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads what a frame says of itself, without decompressing it (RFC 8878, 3.1.1 and 3.1.2).
 *
 * <pre>
 *   frame      magic 28 b5 2f fd | descriptor 1 | window 0-1 | dictionary id 0-4 | content size 0-8
 *              | blocks ... | checksum 0 or 4
 *   descriptor bits 7-6 size of the content size, 5 single segment, 3 reserved, 2 checksum,
 *              1-0 size of the dictionary id
 *   block      bit 0 last, bits 1-2 type (0 raw, 1 one byte repeated, 2 compressed), 3-23 size
 *   skippable  magic 5? 2a 4d 18 | size 4 | anything
 * </pre>
 *
 * <p>A flyweight: what it read stays until the next read. Owned by one thread; allocates nothing.
 */
final class FrameReader {
  /** Magic, descriptor, window, dictionary id, content size: 4 + 1 + 1 + 4 + 8. */
  static final int MAX_HEADER_BYTES = 18;

  /** What {@link #contentBytes} is when the frame does not say. */
  static final long UNKNOWN = -1;

  /** Outcome: the bytes end before the header, or before the frame. */
  static final int TRUNCATED = 0;

  /** Outcome: another magic. */
  static final int NOT_A_FRAME = -1;

  /** Outcome: a reserved bit or block type. */
  static final int CORRUPT = -2;

  private static final int MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;
  private static final int SKIPPABLE_MASK = 0xFFFFFFF0;
  private static final int MAGIC_BYTES = 4;
  private static final int SKIPPABLE_HEADER_BYTES = 8;
  private static final int BLOCK_HEADER_BYTES = 3;
  private static final int CHECKSUM_BYTES = 4;
  private static final int MIN_WINDOW_LOG = 10;

  private static final ValueLayout.OfShort SHORT =
      JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private boolean skippable;
  private boolean checksum;
  private int headerBytes;
  private long contentBytes;
  private long windowBytes;
  private long skippedBytes;
  private long dictionaryId;

  /**
   * Reads a header.
   *
   * @param end where the bytes end; nothing is read there or beyond
   * @return its length in bytes, or {@link #TRUNCATED}, {@link #NOT_A_FRAME}, {@link #CORRUPT}
   */
  int read(MemorySegment source, long offset, long end) {
    if (end - offset < MAGIC_BYTES) {
      return TRUNCATED;
    }
    int magic = source.get(INT, offset);
    if (magic == MAGIC) {
      return readFrame(source, offset, end);
    }
    return (magic & SKIPPABLE_MASK) == SKIPPABLE_MAGIC
        ? readSkippable(source, offset, end)
        : NOT_A_FRAME;
  }

  private int readFrame(MemorySegment source, long offset, long end) {
    if (end - offset <= MAGIC_BYTES) {
      return TRUNCATED;
    }
    int descriptor = source.get(JAVA_BYTE, offset + MAGIC_BYTES) & 0xff;
    if ((descriptor & 0b1000) != 0) {
      return CORRUPT;
    }
    boolean single = (descriptor & 0b10_0000) != 0;
    int windowAt = MAGIC_BYTES + 1;
    int dictionaryAt = windowAt + (single ? 0 : 1);
    int contentAt = dictionaryAt + (1 << (descriptor & 3) >> 1);
    int contentFlag = descriptor >>> 6;
    int contentFieldBytes = contentFlag == 0 && !single ? 0 : 1 << contentFlag;
    int length = contentAt + contentFieldBytes;
    if (end - offset < length) {
      return TRUNCATED;
    }
    skippable = false;
    checksum = (descriptor & 0b100) != 0;
    headerBytes = length;
    dictionaryId = unsigned(source, offset + dictionaryAt, contentAt - dictionaryAt);
    contentBytes = content(source, offset + contentAt, contentFieldBytes);
    windowBytes = single ? contentBytes : window(source.get(JAVA_BYTE, offset + windowAt) & 0xff);
    return length;
  }

  /** Two bytes count from 256: less fits into one. */
  private static long content(MemorySegment source, long at, int fieldBytes) {
    if (fieldBytes == 0) {
      return UNKNOWN;
    }
    long value = unsigned(source, at, fieldBytes);
    return fieldBytes == 2 ? value + 256 : value;
  }

  private static long unsigned(MemorySegment source, long at, int fieldBytes) {
    return switch (fieldBytes) {
      case 0 -> 0;
      case 1 -> source.get(JAVA_BYTE, at) & 0xff;
      case 2 -> source.get(SHORT, at) & 0xffff;
      case 4 -> source.get(INT, at) & 0xffff_ffffL;
      default -> positive(source.get(LONG, at));
    };
  }

  /** 64 bits without a sign; what does not fit a long is too much for anybody. */
  private static long positive(long unsigned) {
    return unsigned < 0 ? Long.MAX_VALUE : unsigned;
  }

  /** Bits 7-3 an exponent, 2-0 eighths. */
  private static long window(int descriptor) {
    long base = 1L << (MIN_WINDOW_LOG + (descriptor >>> 3));
    return base + base / 8 * (descriptor & 7);
  }

  private int readSkippable(MemorySegment source, long offset, long end) {
    if (end - offset < SKIPPABLE_HEADER_BYTES) {
      return TRUNCATED;
    }
    skippable = true;
    checksum = false;
    headerBytes = SKIPPABLE_HEADER_BYTES;
    contentBytes = 0;
    windowBytes = 0;
    skippedBytes = source.get(INT, offset + MAGIC_BYTES) & 0xffff_ffffL;
    dictionaryId = 0;
    return SKIPPABLE_HEADER_BYTES;
  }

  /**
   * How long the frame is whose header was just read, from the headers of its blocks.
   *
   * @param offset where the frame begins
   * @return its length in bytes, or {@link #TRUNCATED} or {@link #CORRUPT}
   */
  long frameBytes(MemorySegment source, long offset, long end) {
    long at = offset + headerBytes;
    if (skippable) {
      return end - at < skippedBytes ? TRUNCATED : headerBytes + skippedBytes;
    }
    boolean last;
    do {
      if (end - at < BLOCK_HEADER_BYTES) {
        return TRUNCATED;
      }
      int header = (source.get(SHORT, at) & 0xffff) | (source.get(JAVA_BYTE, at + 2) & 0xff) << 16;
      last = (header & 1) != 0;
      int type = header >>> 1 & 3;
      if (type == 3) {
        return CORRUPT;
      }
      at += BLOCK_HEADER_BYTES + (type == 1 ? 1 : header >>> 3);
    } while (!last);
    at += checksum ? CHECKSUM_BYTES : 0;
    return at > end ? TRUNCATED : at - offset;
  }

  /** Whether decoders pass it over. */
  boolean isSkippable() {
    return skippable;
  }

  /** What it becomes, or {@link #UNKNOWN}. */
  long contentBytes() {
    return contentBytes;
  }

  /** What a decoder must remember. */
  long windowBytes() {
    return windowBytes;
  }

  /** How much follows the header of a skippable frame. */
  long skippedBytes() {
    return skippedBytes;
  }

  /** Which dictionary it needs, 32 bits; 0 when it does not say. */
  long dictionaryId() {
    return dictionaryId;
  }
}
