package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.form.RecordEncoder;
import io.machinenative.axiom.engine.registry.form.RecordGlance;
import io.machinenative.axiom.engine.registry.image.ImageReader;
import io.machinenative.axiom.engine.registry.image.ImageWriter;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.agrona.collections.IntArrayList;

/**
 * Finds the keys of records by what is in them. For one thread, the conductor's; on the heap, in
 * arrays of numbers: about 150 bytes a record. Holds no records: whoever wants them reads them from
 * the store, and who changes one says what it was.
 *
 * <p>How a page is found: when one of the postings that a record must be in is a short list, or the
 * names that fit are few, each record of it is looked for in the others. Else the bits of all are
 * and-ed, word by word; then the words are looked at in the direction of the order, but for those
 * whose bounds say that they have nothing for the page.
 *
 * <p>Many records are taken in at once by {@link #append} and one {@link #sort}, from their bytes.
 */
public final class RecordIndex {
  /** There is no such record. */
  public static final int NONE = Keys.NONE;

  private final Columns columns = new Columns();
  private final Keys keys = new Keys();
  private final Postings postings = new Postings();
  private final KeyOrder order = new KeyOrder(keys, columns.labels());
  private final Posting all = new Posting();
  private final BitScan scan = new BitScan(columns, postings, all);
  private final IntArrayList rejected = new IntArrayList();
  private final Form added = new Form();
  private final Form removed = new Form();

  /** Bytes of a record that is at hand as an object. */
  private static final class Form {
    private final RecordEncoder encoder = new RecordEncoder();
    private final RecordGlance glance = new RecordGlance();

    RecordGlance of(RegistryRecord record) {
      int length = encoder.encode(record);
      return glance.wrap(encoder.buffer().byteArray(), 0, length);
    }
  }

  /** Makes room for so many records at once. */
  public void reserve(int records) {
    keys.reserve(records);
  }

  /**
   * Takes in one of many records, none of which is here, but for its {@linkplain #appendValues
   * values}. Nothing is found before {@link #sort}.
   *
   * @return its ordinal, which is its own until it is removed. When the index was empty, they count
   *     from 0 with each call, also one that failed
   * @throws io.machinenative.axiom.engine.registry.form.MalformedRecordException when it has no
   *     key, or that of another
   */
  public int append(RecordGlance record) {
    int ordinal = columns.take();
    try {
      keys.add(ordinal, record);
    } catch (RuntimeException e) {
      rejected.addInt(ordinal);
      throw e;
    }
    columns.set(ordinal, record);
    all.add(ordinal);
    postings.appendWords(record, ordinal);
    return ordinal;
  }

  /**
   * Takes in the values of a record that is appended or will be. Another thread may do that, while
   * the index' own appends; it is done before {@link #sort} begins.
   */
  public void appendValues(RecordGlance record, int ordinal) {
    postings.addValues(record, ordinal);
  }

  private int begin(RecordGlance record) {
    int ordinal = columns.take();
    try {
      keys.add(ordinal, record);
    } catch (RuntimeException e) {
      columns.give(ordinal);
      throw e;
    }
    columns.set(ordinal, record);
    all.add(ordinal);
    return ordinal;
  }

  /** Puts in order what was appended. */
  public void sort(Optional<ThreadFactory> threads) {
    rejected.forEachInt(ordinal -> {
      postings.removeEverywhere(ordinal);
      columns.give(ordinal);
    });
    rejected.clear();
    order.load(ordinals(), threads);
    postings.sort(threads);
  }

  /** Indexes a record that is not here. */
  public void add(RegistryRecord record) {
    RecordGlance glance = added.of(record);
    int ordinal = begin(glance);
    order.add(ordinal);
    postings.add(glance, ordinal);
  }

  /** Indexes a record in place of the one with its key, which is here. */
  public void replace(RegistryRecord before, RegistryRecord after) {
    int ordinal = ordinal(after.key());
    RecordGlance glance = added.of(after);
    columns.set(ordinal, glance);
    postings.replace(removed.of(before), glance, ordinal);
  }

  /**
   * Forgets a record.
   *
   * @param record as it is here; nothing happens when it is not
   */
  public void remove(RegistryRecord record) {
    int ordinal = ordinal(record.key());
    if (ordinal != NONE) {
      postings.remove(removed.of(record), ordinal);
      end(ordinal);
    }
  }

  /**
   * Forgets a record of which nobody can say what it was. Looks at every value of every field:
   * milliseconds.
   */
  public void forget(RecordKey key) {
    int ordinal = ordinal(key);
    if (ordinal != NONE) {
      postings.removeEverywhere(ordinal);
      end(ordinal);
    }
  }

  private void end(int ordinal) {
    order.remove(ordinal);
    keys.remove(ordinal);
    all.remove(ordinal);
    columns.give(ordinal);
  }

  public int count() {
    return keys.count();
  }

  public int count(Kind kind) {
    return postings.of(kind).count();
  }

  public int count(Status status) {
    return postings.of(status).count();
  }

  public int count(Health health) {
    return postings.of(health).count();
  }

  public boolean contains(RecordKey key) {
    return ordinal(key) != NONE;
  }

  /** A record's number while it is here, small and its own; {@link #NONE} when it is not. */
  public int ordinal(RecordKey key) {
    return keys.find(key);
  }

  /** The key of a record that is here. */
  public RecordKey key(int ordinal) {
    return keys.key(ordinal);
  }

  /**
   * Finds a page.
   *
   * @throws IllegalArgumentException when the cursor is none, or one of another query
   */
  public Matches find(Query query) {
    return find(query, RecordView.ALL);
  }

  /**
   * Finds a page of what a view shows. One that hides something has every record looked at that
   * fits, and asks once for each name.
   *
   * @throws IllegalArgumentException when the cursor is none, or one of another query
   */
  public Matches find(Query query, RecordView view) {
    CompiledFilter filter = new CompiledFilter(query.filter(), columns, postings, keys, order);
    Cursor cursor = query.cursor().isEmpty() ? null : Cursor.of(query);
    if (filter.isImpossible()) {
      return Matches.NONE;
    }
    PageSelection selection = selection(query, cursor);
    int[] candidates = filter.candidates();
    if (candidates == null && view != RecordView.ALL) {
      candidates = ordinals();
    }
    ViewedKeys viewed = new ViewedKeys(view, keys);
    int total =
        candidates == null
            ? scan.offer(filter, query.order(), selection)
            : offer(candidates, filter, viewed, query.order().sort(), selection);
    return matches(query, selection, total);
  }

  /** Of all records, ascending. */
  private int[] ordinals() {
    int[] ordinals = new int[all.count()];
    int count = 0;
    for (int ordinal = 0; ordinal < columns.end(); ordinal++) {
      if (all.contains(ordinal)) {
        ordinals[count++] = ordinal;
      }
    }
    return ordinals;
  }

  private PageSelection selection(Query query, Cursor cursor) {
    boolean descending = query.order().descending();
    long afterValue = Long.MIN_VALUE;
    long afterLabel = Long.MIN_VALUE;
    if (cursor != null) {
      SortedInts.Place place = keys.at(cursor.key());
      int at = descending ? order.ceiling(place) : order.floor(place);
      long turn = descending ? -1 : 0;
      afterValue = cursor.place() ^ turn;
      afterLabel = at == KeyOrder.NONE ? Long.MIN_VALUE : columns.labels().get(at) ^ turn;
    }
    return new PageSelection(columns.labels(), descending, query.limit(), afterValue, afterLabel);
  }

  private int offer(
      int[] candidates,
      CompiledFilter filter,
      ViewedKeys viewed,
      Sort sort,
      PageSelection selection) {
    Posting[] required = filter.required().toArray(Posting[]::new);
    int total = 0;
    for (int ordinal : candidates) {
      if (isInAll(ordinal, required) && filter.fits(ordinal) && viewed.shows(ordinal)) {
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
    RecordKey[] found = new RecordKey[page.length];
    for (int i = 0; i < page.length; i++) {
      found[i] = keys.key(page[i]);
    }
    String next = "";
    if (selection.isFull()) {
      int last = page.length - 1;
      long place = value(query.order().sort(), page[last]);
      next = new Cursor(query.order(), Cursor.hash(query.filter()), place, found[last]).text();
    }
    return new Matches(List.of(found), total, next);
  }

  /** Writes all of it, to be {@linkplain #read read} over the same records. */
  public void write(ImageWriter image) throws IOException {
    columns.write(image);
    keys.write(image, columns.end());
    order.write(image);
    postings.write(image);
    all.write(image);
  }

  /** Reads all of it, in place of what is here. */
  public void read(ImageReader image) throws IOException {
    columns.read(image);
    keys.read(image, columns.end());
    order.read(image);
    postings.read(image);
    all.read(image);
  }
}
