package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Status;
import io.machinenative.axiom.engine.registry.query.Postings.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the keys of records by what is in them. For one thread, the conductor's; on the heap, about
 * 500 bytes a record. Holds no records: whoever wants them reads them from the store.
 *
 * <p>How a page is found: when one of the postings that a record must be in is a short list, each
 * record of it is looked for in the others. Else the bits of all are and-ed, word by word; then the
 * words are looked at in the direction of the order, but for those whose bounds say that they have
 * nothing for the page.
 */
public final class RecordIndex {
  private final Map<RecordKey, Indexed> records = new HashMap<>();
  private final Columns columns = new Columns();
  private final Postings postings = new Postings();
  private final VersionNumbers versions = new VersionNumbers();
  private final KeyOrder order = new KeyOrder(columns.labels());
  private final Posting all = new Posting(new HashMap<>(), "");
  private final BitScan scan = new BitScan(columns, postings, all);

  /** Indexes a record, new or in place of the one with its key. */
  public void put(RegistryRecord record) {
    Indexed indexed = records.get(record.key());
    if (indexed == null) {
      int ordinal = columns.take();
      indexed = new Indexed(record.key(), ordinal);
      records.put(record.key(), indexed);
      columns.begin(indexed, record, versions.add(record.key().version(), ordinal));
      order.add(indexed);
      all.add(ordinal);
    } else {
      columns.set(indexed.ordinal(), record);
    }
    indexed.moveTo(postings.of(record));
  }

  /** Forgets a record; nothing happens when there is none. */
  public void remove(RecordKey key) {
    Indexed indexed = records.remove(key);
    if (indexed != null) {
      int ordinal = indexed.ordinal();
      indexed.moveTo(new Posting[0]);
      order.remove(indexed);
      all.remove(ordinal);
      versions.remove(key.version(), ordinal);
      columns.give(ordinal);
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
    CompiledFilter filter = new CompiledFilter(query.filter(), columns, postings, versions, order);
    Cursor cursor = query.cursor().isEmpty() ? null : Cursor.of(query);
    if (filter.isImpossible()) {
      return Matches.NONE;
    }
    PageSelection selection = selection(query, cursor);
    Posting shortest = filter.shortestList();
    int total =
        shortest == null
            ? scan.offer(filter, query.order(), selection)
            : offerShortest(shortest, filter, query.order().sort(), selection);
    return matches(query, selection, total);
  }

  private PageSelection selection(Query query, Cursor cursor) {
    boolean descending = query.order().descending();
    long afterValue = Long.MIN_VALUE;
    long afterLabel = Long.MIN_VALUE;
    if (cursor != null) {
      Position place = new Position.At(cursor.key());
      Indexed at = descending ? order.ceiling(place) : order.floor(place);
      long turn = descending ? -1 : 0;
      afterValue = cursor.place() ^ turn;
      afterLabel = at == null ? Long.MIN_VALUE : columns.labels().get(at.ordinal()) ^ turn;
    }
    return new PageSelection(columns.labels(), descending, query.limit(), afterValue, afterLabel);
  }

  private int offerShortest(
      Posting shortest, CompiledFilter filter, Sort sort, PageSelection selection) {
    Posting[] others =
        filter.required().stream().filter(p -> p != shortest).toArray(Posting[]::new);
    int[] ordinals = shortest.ordinals();
    int total = 0;
    for (int i = 0; i < shortest.count(); i++) {
      int ordinal = ordinals[i];
      if (isInAll(ordinal, others) && filter.fits(ordinal)) {
        selection.offer(ordinal, value(sort, ordinal));
        total++;
      }
    }
    return total;
  }

  private static boolean isInAll(int ordinal, Posting[] postings) {
    for (Posting posting : postings) {
      if (!posting.contains(ordinal)) {
        return false;
      }
    }
    return true;
  }

  /** A record's place in an order, before its key. */
  private long value(Sort sort, int ordinal) {
    return switch (sort) {
      case NAME -> 0;
      case REGISTERED_AT -> columns.registeredAtMs().get(ordinal);
      case UPDATED_AT -> columns.updatedAtMs().get(ordinal);
      case STATUS -> columns.status(ordinal);
    };
  }

  private Matches matches(Query query, PageSelection selection, int total) {
    int[] page = selection.page();
    RecordKey[] keys = new RecordKey[page.length];
    for (int i = 0; i < page.length; i++) {
      keys[i] = columns.record(page[i]).key();
    }
    String next = "";
    if (selection.isFull()) {
      int last = page[page.length - 1];
      long place = value(query.order().sort(), last);
      next =
          new Cursor(query.order(), Cursor.hash(query.filter()), place, columns.record(last).key())
              .text();
    }
    return new Matches(List.of(keys), total, next);
  }
}
