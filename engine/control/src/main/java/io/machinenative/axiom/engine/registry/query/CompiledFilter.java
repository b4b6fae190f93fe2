package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Status;
import io.machinenative.axiom.engine.registry.query.Postings.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A filter resolved against the index as it is now: which postings a record must be in, and what
 * its columns must hold. For one query, one thread.
 */
final class CompiledFilter {
  private static final int ANY = -1;

  /** To look at a record costs about as much as to and the bits of so many. */
  private static final int ORDINALS_A_STEP = 16;

  /** So many words are looked at one by one; of more the bits are united. */
  private static final int FEW_WORDS = 4;

  private final Columns columns;
  private final Postings postings;
  private final Keys keys;
  private final List<Posting> required = new ArrayList<>();
  private final List<Collection<Posting>> oneOf = new ArrayList<>();
  private final Filter filter;
  private final boolean hasTimes;
  private boolean[] versionsIn;
  private Collection<Posting> words;
  private long[] wordBits;
  private int statusMask = ANY;
  private int healthMask = ANY;
  private KeyOrder.Run run;
  private long lowestLabel = Long.MIN_VALUE;
  private long highestLabel = Long.MAX_VALUE;
  private boolean impossible;

  CompiledFilter(Filter filter, Columns columns, Postings postings, Keys keys, KeyOrder order) {
    this.filter = filter;
    this.columns = columns;
    this.postings = postings;
    this.keys = keys;
    filter.kind().ifPresent(kind -> required.add(postings.of(kind)));
    require(Field.PLATFORM, filter.platform());
    require(Field.TYPE, filter.type());
    require(Field.CATEGORY, filter.category());
    require(Field.REGION, filter.region());
    require(Field.ZONE, filter.zone());
    filter.tags().forEach(tag -> require(Field.TAG, Optional.of(tag)));
    filter.capabilities().forEach(can -> require(Field.CAPABILITY, Optional.of(can)));
    requireStatusAndHealth();
    filter
        .versions()
        .ifPresent(range -> {
          versionsIn = keys.versions().in(range);
          oneOf.add(keys.versions().postings(versionsIn));
        });
    hasTimes = !filter.registered().isAlways() || !filter.updated().isAlways();
    filter
        .name()
        .ifPresent(name -> limit(order, keys.aroundName(name, -1), keys.aroundName(name, 1)));
    requireText(order);
    required.sort(Comparator.comparingInt(Posting::count));
  }

  private void requireText(KeyOrder order) {
    String prefix = filter.textPrefix();
    if (prefix.isEmpty()) {
      return;
    }
    if (Words.isOfName(prefix)) {
      limit(order, keys.around(prefix, -1), keys.around(prefix, 1));
    } else {
      words = postings.wordsThatBegin(prefix);
      impossible |= words.isEmpty();
      oneOf.add(words);
    }
  }

  private void require(Field field, Optional<String> value) {
    if (value.isPresent()) {
      Posting posting = postings.of(field, value.get());
      impossible |= posting == null;
      if (posting != null) {
        required.add(posting);
      }
    }
  }

  private void requireStatusAndHealth() {
    Set<Status> statuses = filter.statuses();
    if (!statuses.isEmpty()) {
      statusMask = statuses.stream().mapToInt(s -> 1 << s.ordinal()).sum();
      requireOneOf(statuses.stream().map(postings::of).toList());
    }
    Set<Health> healths = filter.healths();
    if (!healths.isEmpty()) {
      healthMask = healths.stream().mapToInt(h -> 1 << h.ordinal()).sum();
      requireOneOf(healths.stream().map(postings::of).toList());
    }
  }

  private void requireOneOf(List<Posting> found) {
    if (found.size() == 1) {
      required.add(found.getFirst());
    } else {
      oneOf.add(found);
    }
  }

  /** Names that are alike, or begin alike, lie together in the order of keys. */
  private void limit(KeyOrder order, SortedInts.Place from, SortedInts.Place to) {
    KeyOrder.Run found = order.between(from, to);
    if (found == null) {
      impossible = true;
      return;
    }
    run = run == null || found.count() < run.count() ? found : run;
    lowestLabel = Math.max(lowestLabel, found.lowest());
    highestLabel = Math.min(highestLabel, found.highest());
  }

  /** Whether it is known already that nothing fits. */
  boolean isImpossible() {
    return impossible;
  }

  /** A record must be in all of them; the shortest first. */
  List<Posting> required() {
    return required;
  }

  /**
   * The ordinals among which all that fits is, ascending or not, when they are few; null when they
   * are many: then all required postings are dense.
   */
  int[] candidates() {
    Posting shortest = null;
    for (Posting posting : required) {
      if (!posting.isDense()) {
        shortest = posting;
        break;
      }
    }
    int few = shortest == null ? columns.end() / ORDINALS_A_STEP : shortest.count();
    if (run != null && run.count() <= few) {
      return run.ordinals();
    }
    return shortest == null ? null : Arrays.copyOf(shortest.ordinals(), shortest.count());
  }

  /** A record must be in one of each. */
  List<Collection<Posting>> oneOf() {
    return oneOf;
  }

  /** Whether a record fits that is in all required postings. */
  boolean fits(int ordinal) {
    if ((statusMask >> columns.status(ordinal) & 1) == 0
        || (healthMask >> columns.health(ordinal) & 1) == 0
        || (versionsIn != null && !versionsIn[keys.version(ordinal)])) {
      return false;
    }
    if (hasTimes
        && !(filter.registered().contains(columns.registeredAtMs().get(ordinal))
            && filter.updated().contains(columns.updatedAtMs().get(ordinal)))) {
      return false;
    }
    long label = columns.labels().get(ordinal);
    return label >= lowestLabel && label <= highestLabel && (words == null || hasWord(ordinal));
  }

  private boolean hasWord(int ordinal) {
    if (words.size() > FEW_WORDS) {
      return (bitsOfWords()[ordinal >> 6] & 1L << ordinal) != 0;
    }
    for (Posting posting : words) {
      if (posting.contains(ordinal)) {
        return true;
      }
    }
    return false;
  }

  private long[] bitsOfWords() {
    if (wordBits == null) {
      wordBits = new long[Posting.words(columns.end())];
      words.forEach(posting -> posting.unite(wordBits));
    }
    return wordBits;
  }

  /** Clears the bits of a word whose records are outside the ranges of times and names. */
  long within(int word, long bits) {
    long left = bits;
    if (hasTimes) {
      left = within(columns.registeredAtMs(), filter.registered(), word, left);
      left = within(columns.updatedAtMs(), filter.updated(), word, left);
    }
    return run == null ? left : columns.labels().within(word, left, lowestLabel, highestLabel);
  }

  private static long within(LongColumn column, TimeRange range, int word, long bits) {
    if (range.isAlways()) {
      return bits;
    }
    return range.fromMs() == range.beforeMs()
        ? 0
        : column.within(word, bits, range.fromMs(), range.beforeMs() - 1);
  }
}
