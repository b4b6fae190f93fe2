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
  long admit(MemorySegment source, long offset, long sourceBytes, long capacity) {
    long allowed = limits.allowedBytes(sourceBytes);
    long declared = walk(source, offset, sourceBytes, allowed);
    if (declared > capacity) {
      throw new ZstdException(
          Kind.CAPACITY,
          "destination: expected at least " + declared + " bytes, as declared, actual " + capacity);
    }
    return Math.min(allowed, capacity);
  }

  /** The sum that all frames declare, or {@link FrameReader#UNKNOWN}. */
  long declaredBytes(MemorySegment source, long offset, long sourceBytes) {
    return walk(source, offset, sourceBytes, limits.allowedBytes(sourceBytes));
  }

  private long walk(MemorySegment source, long offset, long sourceBytes, long allowed) {
    long declared = 0;
    boolean known = true;
    long at = offset;
    long end = offset + sourceBytes;
    do {
      long outcome = frame.read(source, at, end);
      if (outcome > 0) {
        admitHeader(allowed - declared, sourceBytes);
        outcome = frame.frameBytes(source, at, end);
      }
      if (outcome <= 0) {
        throw refusal(outcome, at - offset, sourceBytes);
      }
      known &= frame.contentBytes() != FrameReader.UNKNOWN;
      declared += Math.max(0, frame.contentBytes());
      at += outcome;
    } while (at < end);
    return known ? declared : FrameReader.UNKNOWN;
  }

  private void admitHeader(long allowed, long sourceBytes) {
    if (frame.contentBytes() > allowed) {
      throw new ZstdException(
          Kind.LIMIT,
          limits.describe(sourceBytes) + ", actual " + frame.contentBytes() + " declared");
    }
    admitNeeds(frame);
  }

  private void admitNeeds(FrameReader header) {
    if (header.dictionaryId() != dictionaryId && header.dictionaryId() != 0) {
      throw otherDictionary(header.dictionaryId(), dictionaryId);
    }
    if (header.windowBytes() > maxWindowBytes) {
      throw windowTooLarge(header.windowBytes(), maxWindowBytes);
    }
  }

  /** Checks a header of a stream, whose length nobody knows: the ratio is checked on the way. */
  void admitInStream(FrameReader header, long producedBytes) {
    long allowed = limits.maxBytes() - producedBytes;
    if (header.contentBytes() > allowed) {
      throw new ZstdException(
          Kind.LIMIT,
          "limit maxBytes: expected at most "
              + limits.maxBytes()
              + " bytes, actual "
              + header.contentBytes()
              + " declared"
              + (producedBytes == 0 ? "" : " after " + producedBytes));
    }
    admitNeeds(header);
  }

  /** What a stream may have become after so many bytes of it. */
  long allowedInStream(long consumedBytes) {
    return limits.allowedBytes(consumedBytes);
  }

  private static ZstdException otherDictionary(long needed, long given) {
    return new ZstdException(
        Kind.DICTIONARY,
        "expected dictionary "
            + needed
            + ", as the frame says, actual "
            + (given == 0 ? "none" : "dictionary " + given));
  }

  private static ZstdException windowTooLarge(long windowBytes, long maxWindowBytes) {
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
            Kind.TRUNCATED,
            "the frame at byte " + at + " does not end within " + sourceBytes + " bytes")
        : new ZstdException(Kind.CORRUPT, "the frame at byte " + at + " has reserved bits set");
  }

  /** A frame that declared nothing, and is more than the least of limits and destination. */
  ZstdException tooLong(long sourceBytes, long capacity) {
    return limits.allowedBytes(sourceBytes) <= capacity
        ? new ZstdException(Kind.LIMIT, limits.describe(sourceBytes) + ", actual more")
        : new ZstdException(Kind.CAPACITY, "destination: expected more bytes, actual " + capacity);
  }
}
