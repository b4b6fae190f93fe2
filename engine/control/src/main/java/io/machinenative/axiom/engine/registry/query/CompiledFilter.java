package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Status;
import io.machinenative.axiom.engine.registry.query.Postings.Field;
import java.util.ArrayList;
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

  private final Columns columns;
  private final Postings postings;
  private final List<Posting> required = new ArrayList<>();
  private final List<Collection<Posting>> oneOf = new ArrayList<>();
  private final Filter filter;
  private final boolean hasTimes;
  private final boolean hasWords;
  private boolean[] versionsIn;
  private int statusMask = ANY;
  private int healthMask = ANY;
  private long lowestLabel = Long.MIN_VALUE;
  private long highestLabel = Long.MAX_VALUE;
  private boolean impossible;

  CompiledFilter(
      Filter filter, Columns columns, Postings postings, VersionNumbers versions, KeyOrder order) {
    this.filter = filter;
    this.columns = columns;
    this.postings = postings;
    require(Field.KIND, filter.kind().map(kind -> kind.label()));
    require(Field.NAME, filter.name());
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
          versionsIn = versions.in(range);
          oneOf.add(versions.postings(versionsIn));
        });
    hasTimes = !filter.registered().isAlways() || !filter.updated().isAlways();
    hasWords = !filter.textPrefix().isEmpty() && !Words.isOfName(filter.textPrefix());
    if (hasWords) {
      oneOf.add(postings.wordsThatBegin(filter.textPrefix()));
    } else if (!filter.textPrefix().isEmpty()) {
      limitNames(order);
    }
    required.sort(Comparator.comparingInt(Posting::count));
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
      requireOneOf(Field.STATUS, statuses.stream().map(Status::label).toList());
    }
    Set<Health> healths = filter.healths();
    if (!healths.isEmpty()) {
      healthMask = healths.stream().mapToInt(h -> 1 << h.ordinal()).sum();
      requireOneOf(Field.HEALTH, healths.stream().map(Health::label).toList());
    }
  }

  private void requireOneOf(Field field, List<String> values) {
    List<Posting> found = new ArrayList<>();
    for (String value : values) {
      Posting posting = postings.of(field, value);
      if (posting != null) {
        found.add(posting);
      }
    }
    impossible |= found.isEmpty();
    if (found.size() == 1) {
      required.add(found.getFirst());
    } else {
      oneOf.add(found);
    }
  }

  /** Names that begin so lie together in the order of keys. */
  private void limitNames(KeyOrder order) {
    Indexed first = order.ceiling(new Position.Around(filter.textPrefix(), -1));
    Indexed last = order.floor(new Position.Around(filter.textPrefix(), 1));
    impossible |=
        first == null || last == null || !first.key().name().startsWith(filter.textPrefix());
    if (!impossible) {
      lowestLabel = columns.labels().get(first.ordinal());
      highestLabel = columns.labels().get(last.ordinal());
    }
  }

  /** Whether it is known already that nothing fits. */
  boolean isImpossible() {
    return impossible;
  }

  /** A record must be in all of them; the shortest first. */
  List<Posting> required() {
    return required;
  }

  /** The shortest of them that is not dense; null when all are dense, or there is none. */
  Posting shortestList() {
    for (Posting posting : required) {
      if (!posting.isDense()) {
        return posting;
      }
    }
    return null;
  }

  /** A record must be in one of each. */
  List<Collection<Posting>> oneOf() {
    return oneOf;
  }

  /** Whether a record fits that is in all required postings. */
  boolean fits(int ordinal) {
    if ((statusMask >> columns.status(ordinal) & 1) == 0
        || (healthMask >> columns.health(ordinal) & 1) == 0
        || (versionsIn != null && !versionsIn[columns.version(ordinal)])) {
      return false;
    }
    if (hasTimes
        && !(filter.registered().contains(columns.registeredAtMs().get(ordinal))
            && filter.updated().contains(columns.updatedAtMs().get(ordinal)))) {
      return false;
    }
    long label = columns.labels().get(ordinal);
    return label >= lowestLabel && label <= highestLabel && (!hasWords || hasWord(ordinal));
  }

  private boolean hasWord(int ordinal) {
    for (Posting posting : columns.record(ordinal).postings()) {
      if (postings.isWord(posting) && posting.text().startsWith(filter.textPrefix())) {
        return true;
      }
    }
    return false;
  }

  /** Clears the bits of a word whose records are outside the ranges of times and names. */
  long within(int word, long bits) {
    long left = bits;
    if (hasTimes) {
      left = within(columns.registeredAtMs(), filter.registered(), word, left);
      left = within(columns.updatedAtMs(), filter.updated(), word, left);
    }
    return lowestLabel == Long.MIN_VALUE
        ? left
        : columns.labels().within(word, left, lowestLabel, highestLabel);
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
