package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.Status;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Finds records by bits: a bit for each ordinal, 64 to a word. For one thread; owns its scratch
 * words.
 */
final class BitScan {
  private static final Status[] STATUSES = Status.values();

  private final Columns columns;
  private final Postings postings;
  private final Posting all;
  private long[] bits = new long[0];
  private long[] union = new long[0];

  /**
   * @param all every record
   */
  BitScan(Columns columns, Postings postings, Posting all) {
    this.columns = columns;
    this.postings = postings;
    this.all = all;
  }

  /**
   * Offers what fits.
   *
   * @param filter whose required postings are all dense
   * @return how many fit, whether they were offered or not
   */
  int offer(CompiledFilter filter, Order order, PageSelection selection) {
    int words = Posting.words(columns.end());
    if (bits.length < words) {
      bits = new long[words + (words >> 1)];
      union = new long[bits.length];
    }
    intersect(filter, words);
    int total = 0;
    for (int word = 0; word < words; word++) {
      bits[word] = filter.within(word, bits[word]);
      total += Long.bitCount(bits[word]);
    }
    switch (order.sort()) {
      case NAME -> offerBand(bits, words, 0, order.descending(), selection);
      case REGISTERED_AT ->
          offerByTime(words, columns.registeredAtMs(), order.descending(), selection);
      case UPDATED_AT -> offerByTime(words, columns.updatedAtMs(), order.descending(), selection);
      case STATUS -> offerByStatus(words, order.descending(), selection);
    }
    return total;
  }

  /** Leaves the bits of the records that are in all postings, and in one of each kind. */
  private void intersect(CompiledFilter filter, int words) {
    Arrays.fill(bits, 0, words, 0);
    List<Posting> required = filter.required();
    if (required.isEmpty()) {
      all.unite(bits);
    } else {
      required.getFirst().unite(bits);
      required.subList(1, required.size()).forEach(posting -> posting.intersect(bits, words));
    }
    for (Collection<Posting> oneOf : filter.oneOf()) {
      Arrays.fill(union, 0, words, 0);
      oneOf.forEach(posting -> posting.unite(union));
      for (int word = 0; word < words; word++) {
        bits[word] &= union[word];
      }
    }
  }

  /** Records of one value: what counts is the order of keys. */
  private void offerBand(
      long[] source, int words, long value, boolean descending, PageSelection selection) {
    for (int i = 0; i < words; i++) {
      int word = descending ? words - 1 - i : i;
      if (source[word] != 0 && selection.wants(word, value)) {
        for (long left = source[word]; left != 0; left &= left - 1) {
          selection.offer((word << 6) + Long.numberOfTrailingZeros(left), value);
        }
      }
    }
  }

  private void offerByTime(
      int words, LongColumn column, boolean descending, PageSelection selection) {
    for (int i = 0; i < words; i++) {
      int word = descending ? words - 1 - i : i;
      if (bits[word] != 0 && selection.wants(word, column)) {
        for (long left = bits[word]; left != 0; left &= left - 1) {
          int ordinal = (word << 6) + Long.numberOfTrailingZeros(left);
          selection.offer(ordinal, column.get(ordinal));
        }
      }
    }
  }

  /** One status after the other, until the page is full. */
  private void offerByStatus(int words, boolean descending, PageSelection selection) {
    for (int i = 0; i < STATUSES.length && !selection.isFull(); i++) {
      Status status = STATUSES[descending ? STATUSES.length - 1 - i : i];
      Posting posting = postings.of(status);
      if (posting.count() > 0) {
        Arrays.fill(union, 0, words, 0);
        posting.unite(union);
        for (int word = 0; word < words; word++) {
          union[word] &= bits[word];
        }
        offerBand(union, words, status.ordinal(), descending, selection);
      }
    }
  }
}
