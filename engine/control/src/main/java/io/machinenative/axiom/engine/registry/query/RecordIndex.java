package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Status;
import io.machinenative.axiom.engine.registry.query.Postings.Field;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Finds the keys of records by what is in them. For one thread, the conductor's; on the heap, about
 * 400 bytes a record. Holds no records: whoever wants them reads them from the store.
 *
 * <p>How a page is found:
 *
 * <ol>
 *   <li>the shortest posting is short: each record of it is looked for in the others;
 *   <li>else the bits of all are and-ed. Few are left, or the order is not that of names: each is
 *       offered to the page, in the direction in which times grow;
 *   <li>many are left and the order is that of names: the records are walked in that order until
 *       the page is full.
 * </ol>
 */
public final class RecordIndex {
  /** Records are walked in the order of names when at least one in so many fits. */
  private static final int WALK_WHEN_ONE_IN = 16;

  private final Map<RecordKey, Indexed> records = new HashMap<>();
  private final Columns columns = new Columns();
  private final Postings postings = new Postings();
  private final KeyOrder order = new KeyOrder(columns);
  private final Posting all = new Posting(new HashMap<>(), "");
  private long[] scratch = new long[0];
  private long[] wordScratch = new long[0];

  /** Indexes a record, new or in place of the one with its key. */
  public void put(RegistryRecord record) {
    Indexed indexed = records.get(record.key());
    if (indexed == null) {
      indexed = new Indexed(record.key(), columns.take());
      records.put(record.key(), indexed);
      columns.begin(indexed, record);
      order.add(indexed);
      all.add(indexed.ordinal());
    } else {
      columns.set(indexed.ordinal(), record);
    }
    indexed.moveTo(postings.of(record));
  }

  /** Forgets a record; nothing happens when there is none. */
  public void remove(RecordKey key) {
    Indexed indexed = records.remove(key);
    if (indexed != null) {
      indexed.moveTo(new Posting[0]);
      order.remove(indexed);
      all.remove(indexed.ordinal());
      columns.give(indexed.ordinal());
    }
  }

  public int count() {
    return records.size();
  }

  public int count(Kind kind) {
    return postings.count(Field.KIND, kind.label());
  }

  public int count(Status status) {
    return postings.count(Field.STATUS, status.label());
  }

  public int count(Health health) {
    return postings.count(Field.HEALTH, health.label());
  }

  public boolean contains(RecordKey key) {
    return records.containsKey(key);
  }

  /**
   * Finds a page.
   *
   * @throws IllegalArgumentException when the cursor is none, or one of another query
   */
  public Matches find(Query query) {
    CompiledFilter filter = new CompiledFilter(query.filter(), columns, postings, order);
    Cursor cursor = query.cursor().isEmpty() ? null : Cursor.of(query);
    if (filter.isImpossible()) {
      return Matches.NONE;
    }
    PageSelection selection = selection(query, cursor);
    Posting shortest = filter.shortestList();
    if (shortest != null) {
      offerShortest(shortest, filter, selection);
    } else {
      offerBits(query, filter, cursor, selection);
    }
    return matches(query, selection);
  }

  private PageSelection selection(Query query, Cursor cursor) {
    Order sorted = query.order();
    if (cursor == null) {
      return new PageSelection(columns, sorted, query.limit(), Long.MIN_VALUE, Long.MIN_VALUE);
    }
    Position place = new Position.At(cursor.key());
    long turn = sorted.descending() ? -1 : 0;
    Indexed at = sorted.descending() ? order.ceiling(place) : order.floor(place);
    long label = at == null ? Long.MIN_VALUE : columns.label(at.ordinal()) ^ turn;
    return new PageSelection(columns, sorted, query.limit(), cursor.place() ^ turn, label);
  }

  private void offerShortest(Posting shortest, CompiledFilter filter, PageSelection selection) {
    Posting[] others =
        filter.required().stream().filter(p -> p != shortest).toArray(Posting[]::new);
    int[] ordinals = shortest.ordinals();
    for (int i = 0; i < shortest.count(); i++) {
      int ordinal = ordinals[i];
      if (isInAll(ordinal, others)
          && filter.columnsFit(ordinal)
          && (!filter.hasWords() || filter.hasWord(ordinal))) {
        selection.offer(ordinal);
      }
    }
  }

  private static boolean isInAll(int ordinal, Posting[] postings) {
    for (Posting posting : postings) {
      if (!posting.contains(ordinal)) {
        return false;
      }
    }
    return true;
  }

  private void offerBits(
      Query query, CompiledFilter filter, Cursor cursor, PageSelection selection) {
    int words = Posting.words(columns.end());
    andAll(filter, words);
    int left = 0;
    for (int i = 0; i < words; i++) {
      left += Long.bitCount(scratch[i]);
    }
    boolean walks =
        query.order().sort() == Sort.NAME
            && filter.hasNoColumns()
            && (long) left * WALK_WHEN_ONE_IN >= count();
    if (walks) {
      walk(query.order().descending(), cursor, selection);
      selection.addTotal(left - selection.total());
    } else if (query.order().descending()) {
      offerDown(words, filter, selection);
    } else {
      offerUp(words, filter, selection);
    }
  }

  /** Leaves the bits of the records that are in all postings, and have a word that begins so. */
  private void andAll(CompiledFilter filter, int words) {
    if (scratch.length < words) {
      scratch = new long[words + (words >> 1)];
      wordScratch = new long[scratch.length];
    }
    Arrays.fill(scratch, 0, words, 0);
    List<Posting> required = filter.required();
    if (required.isEmpty()) {
      all.unite(scratch);
    } else {
      required.getFirst().unite(scratch);
      required.subList(1, required.size()).forEach(posting -> posting.intersect(scratch, words));
    }
    if (filter.hasWords()) {
      Arrays.fill(wordScratch, 0, words, 0);
      filter.words().forEach(posting -> posting.unite(wordScratch));
      for (int i = 0; i < words; i++) {
        scratch[i] &= wordScratch[i];
      }
    }
  }

  private void walk(boolean descending, Cursor cursor, PageSelection selection) {
    Position after = cursor == null ? null : new Position.At(cursor.key());
    Iterator<Position> positions = order.walk(after, descending);
    while (positions.hasNext() && !selection.isFull()) {
      int ordinal = ((Indexed) positions.next()).ordinal();
      if ((scratch[ordinal >> 6] & 1L << ordinal) != 0) {
        selection.offer(ordinal);
      }
    }
  }

  private void offerUp(int words, CompiledFilter filter, PageSelection selection) {
    for (int i = 0; i < words; i++) {
      for (long left = scratch[i]; left != 0; left &= left - 1) {
        int ordinal = (i << 6) + Long.numberOfTrailingZeros(left);
        if (filter.columnsFit(ordinal)) {
          selection.offer(ordinal);
        }
      }
    }
  }

  private void offerDown(int words, CompiledFilter filter, PageSelection selection) {
    for (int i = words - 1; i >= 0; i--) {
      long left = scratch[i];
      while (left != 0) {
        int bit = 63 - Long.numberOfLeadingZeros(left);
        left &= ~(1L << bit);
        if (filter.columnsFit((i << 6) + bit)) {
          selection.offer((i << 6) + bit);
        }
      }
    }
  }

  private Matches matches(Query query, PageSelection selection) {
    int[] page = selection.page();
    List<RecordKey> keys =
        Arrays.stream(page).mapToObj(ordinal -> columns.record(ordinal).key()).toList();
    String next = "";
    if (selection.hasMore()) {
      int last = page[page.length - 1];
      Sort sort = query.order().sort();
      next =
          new Cursor(
                  query.order(),
                  Cursor.hash(query.filter()),
                  PageSelection.value(columns, sort, last),
                  columns.record(last).key())
              .text();
    }
    return new Matches(keys, selection.total(), next);
  }
}
