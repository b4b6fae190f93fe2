package io.machinenative.axiom.engine.store;

import org.agrona.BitUtil;

/**
 * How the map's file is cut, from what a store holds at most. The limits of the store are what
 * refuses a record; the map has room to spare, so that it never does, however keys fall.
 *
 * <pre>
 *   tiers    = 2^n of at least 1 MiB of payload each, at most 64
 *   chunk    = 2^n of about a twelfth of the average entry, 8 to 64 bytes
 *   entries  = records / tiers, and six standard deviations more
 *   bytes    = (payload + records × (envelope 16 + lengths 3 + half a chunk)) / tiers,
 *              as many standard deviations more, and one longest entry
 * </pre>
 *
 * What still does not fit, because one tier gets all the long records, goes to extra tiers that are
 * made when needed: up to seven times as many.
 *
 * @param tiers the map's segments, each with a lock
 * @param entriesPerTier room in a tier's index
 * @param chunkBytes what entries are rounded up to
 * @param chunksPerTier a tier's room
 */
record ViewGeometry(int tiers, long entriesPerTier, int chunkBytes, long chunksPerTier) {
  /** So many times the tiers, extra ones included. */
  static final double MAX_BLOAT_FACTOR = 8;

  private static final long LEAST_TIER_BYTES = 1024 * 1024;
  private static final int MOST_TIERS = 64;
  private static final int LEAST_CHUNK_BYTES = 8;
  private static final int MOST_CHUNK_BYTES = 64;
  private static final int CHUNKS_PER_ENTRY = 12;
  private static final int LENGTHS_BYTES = 3;
  private static final int LONGEST_ENTRY_BYTES = 72 * 1024;
  private static final int DEVIATIONS = 6;

  /** The least that the map's file takes, without its index. */
  long bytes() {
    return tiers * chunksPerTier * chunkBytes;
  }

  static ViewGeometry of(StoreSize size) {
    long wanted = Long.highestOneBit(Math.max(1, size.payloadBytes() / LEAST_TIER_BYTES));
    int tiers = (int) Math.min(MOST_TIERS, wanted);
    double averageBytes =
        (double) size.payloadBytes() / size.records() + Cell.ENVELOPE_BYTES + LENGTHS_BYTES;
    int chunk =
        BitUtil.findNextPositivePowerOfTwo(
            (int) Math.clamp(averageBytes / CHUNKS_PER_ENTRY, LEAST_CHUNK_BYTES, MOST_CHUNK_BYTES));
    double mean = (double) size.records() / tiers;
    double spread = 1 + DEVIATIONS / Math.sqrt(mean);
    long entries = (long) Math.ceil(tiers == 1 ? mean : mean * spread) + 1;
    double bytes = mean * (averageBytes + chunk / 2.0) * (tiers == 1 ? 1 : spread);
    long chunks = (long) Math.ceil((bytes + LONGEST_ENTRY_BYTES) / chunk);
    return new ViewGeometry(tiers, entries, chunk, Math.max(chunks, entries));
  }
}
