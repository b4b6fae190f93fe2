package io.machinenative.axiom.natives.zstd;

/**
 * How repetitions are looked for, where the level is not to decide: the compression parameters of
 * zstd.h. 0 each leaves it to the level; a dictionary's own go before these. The ranges end at what
 * level 22 takes, for a hash of 2^30 entries is 4 GiB for each thread.
 *
 * @param hashLog entries of the table of beginnings, as a power of two: 6 to 25, 4 bytes each. More
 *     find more, and miss the cache
 * @param chainLog entries of the table of chains or of the tree, as a power of two: 6 to 27, 4
 *     bytes each. More is slower and finds more; the two fastest strategies have none
 * @param searchLog attempts for each position, as a power of two: 1 to 9
 * @param minMatch bytes of a repetition at least: 3 to 7. Fewer are smaller for text, more faster
 * @param targetLength 1 to 999: for high levels the length that is good enough, for the fastest
 *     strategy how far it strides
 */
public record ZstdSearch(int hashLog, int chainLog, int searchLog, int minMatch, int targetLength) {
  /** {@code ZSTD_HASHLOG_MIN} and {@code ZSTD_CHAINLOG_MIN}. */
  public static final int MIN_TABLE_LOG = 6;

  public static final int MAX_HASH_LOG = 25;
  public static final int MAX_CHAIN_LOG = 27;
  public static final int MAX_SEARCH_LOG = 9;

  /** {@code ZSTD_MINMATCH_MIN}. */
  public static final int LEAST_MIN_MATCH = 3;

  /** {@code ZSTD_MINMATCH_MAX}. */
  public static final int MOST_MIN_MATCH = 7;

  public static final int MAX_TARGET_LENGTH = 999;

  /** All as the level has it. */
  public static final ZstdSearch BY_LEVEL = new ZstdSearch(0, 0, 0, 0, 0);

  public ZstdSearch {
    requireWithin("hashLog", MIN_TABLE_LOG, MAX_HASH_LOG, hashLog);
    requireWithin("chainLog", MIN_TABLE_LOG, MAX_CHAIN_LOG, chainLog);
    requireWithin("searchLog", 1, MAX_SEARCH_LOG, searchLog);
    requireWithin("minMatch", LEAST_MIN_MATCH, MOST_MIN_MATCH, minMatch);
    requireWithin("targetLength", 1, MAX_TARGET_LENGTH, targetLength);
  }

  private static void requireWithin(String name, int least, int most, int actual) {
    if (actual != 0 && (actual < least || actual > most)) {
      throw new IllegalArgumentException(
          String.format("%s: expected 0 or %d to %d, actual %d", name, least, most, actual));
    }
  }
}
