package io.machinenative.axiom.natives.zstd;

import io.machinenative.axiom.natives.zstd.ZstdException.Kind;
import java.lang.foreign.MemorySegment;

/**
 * Decides from the headers whether frames may be decompressed: their sizes, their dictionary, and
 * that they are complete. Owned by one thread; allocates nothing but its refusals.
 */
final class FrameAdmission {
  private final FrameReader frame = new FrameReader();
  private final ZstdLimits limits;
  private final long dictionaryId;
  private final long maxWindowBytes;

  /**
   * Makes the rule.
   *
   * @param dictionaryId of the dictionary at hand; 0 for none
   * @param maxWindowBytes what the decoder can remember
   */
  FrameAdmission(ZstdLimits limits, long dictionaryId, long maxWindowBytes) {
    this.limits = limits;
    this.dictionaryId = dictionaryId;
    this.maxWindowBytes = maxWindowBytes;
  }

  /**
   * Walks over all frames.
   *
   * @param capacity of the destination, in bytes
   * @return most bytes that may be written: no more than the capacity
   */
  long admit(MemorySegment source, long capacity) {
    long sourceBytes = source.byteSize();
    long allowed = limits.allowedBytes(sourceBytes);
    long declared = walk(source, sourceBytes, allowed);
    if (declared > capacity) {
      throw new ZstdException(
          Kind.CAPACITY,
          "destination: expected at least " + declared + " bytes, as declared, actual " + capacity);
    }
    return Math.min(allowed, capacity);
  }

  /** The sum that all frames declare, or {@link FrameReader#UNKNOWN}. */
  long declaredBytes(MemorySegment source) {
    long sourceBytes = source.byteSize();
    return walk(source, sourceBytes, limits.allowedBytes(sourceBytes));
  }

  private long walk(MemorySegment source, long sourceBytes, long allowed) {
    long declared = 0;
    boolean known = true;
    long at = 0;
    do {
      long outcome = frame.read(source, at, sourceBytes);
      if (outcome > 0) {
        admitHeader(allowed - declared, sourceBytes);
        outcome = frame.frameBytes(source, at, sourceBytes);
      }
      if (outcome <= 0) {
        throw refusal(outcome, at, sourceBytes);
      }
      known &= frame.contentBytes() != FrameReader.UNKNOWN;
      declared += Math.max(0, frame.contentBytes());
      at += outcome;
    } while (at < sourceBytes);
    return known ? declared : FrameReader.UNKNOWN;
  }

  private void admitHeader(long allowed, long sourceBytes) {
    if (frame.contentBytes() > allowed) {
      throw new ZstdException(
          Kind.LIMIT,
          limits.describe(sourceBytes) + ", actual " + frame.contentBytes() + " declared");
    }
    if (frame.dictionaryId() != dictionaryId && frame.dictionaryId() != 0) {
      throw otherDictionary(frame.dictionaryId(), dictionaryId);
    }
    if (frame.windowBytes() > maxWindowBytes) {
      throw windowTooLarge(frame.windowBytes(), maxWindowBytes);
    }
  }

  static ZstdException otherDictionary(long needed, long given) {
    return new ZstdException(
        Kind.DICTIONARY,
        "expected dictionary "
            + needed
            + ", as the frame says, actual "
            + (given == 0 ? "none" : "dictionary " + given));
  }

  static ZstdException windowTooLarge(long windowBytes, long maxWindowBytes) {
    return new ZstdException(
        Kind.LIMIT,
        "limit window: expected at most "
            + maxWindowBytes
            + " bytes, actual "
            + windowBytes
            + " declared");
  }

  static ZstdException refusal(long outcome, long at, long sourceBytes) {
    if (outcome == FrameReader.NOT_A_FRAME) {
      return new ZstdException(Kind.NOT_A_FRAME, "expected a zstd frame at byte " + at);
    }
    return outcome == FrameReader.TRUNCATED
        ? new ZstdException(
            Kind.TRUNCATED, "the frame at byte " + at + " does not end within " + sourceBytes)
        : new ZstdException(Kind.CORRUPT, "the frame at byte " + at + " has reserved bits set");
  }

  /** A frame that declared nothing, and is more than the least of limits and destination. */
  ZstdException tooLong(long sourceBytes, long capacity) {
    return limits.allowedBytes(sourceBytes) <= capacity
        ? new ZstdException(Kind.LIMIT, limits.describe(sourceBytes) + ", actual more")
        : new ZstdException(Kind.CAPACITY, "destination: expected more bytes, actual " + capacity);
  }
}
