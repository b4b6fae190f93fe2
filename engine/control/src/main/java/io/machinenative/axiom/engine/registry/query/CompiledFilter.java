package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Status;
import io.machinenative.axiom.engine.registry.query.Postings.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A filter resolved against the index as it is now: which postings a record must be in, and what
 * its columns must hold. For one query, one thread.
 */
final class CompiledFilter {
  private static final int ANY = -1;

  private final Columns columns;
  private final Postings postings;
  private final List<Posting> required = new ArrayList<>();
  private final Filter filter;
  private final boolean[] versionsIn;
  private final boolean hasTimes;
  private int statusMask = ANY;
  private int healthMask = ANY;
  private long lowestLabel = Long.MIN_VALUE;
  private long highestLabel = Long.MAX_VALUE;
  private boolean impossible;

  CompiledFilter(Filter filter, Columns columns, Postings postings, KeyOrder order) {
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
    compileStatusAndHealth();
    versionsIn = filter.versions().map(columns.versionNumbers()::in).orElse(null);
    hasTimes = !filter.registered().isAlways() || !filter.updated().isAlways();
    if (Words.isOfName(filter.textPrefix())) {
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

  /** One of them is a posting; of several, each record's own is looked at. */
  private void compileStatusAndHealth() {
    if (filter.statuses().size() == 1) {
      require(Field.STATUS, filter.statuses().stream().map(Status::label).findFirst());
    } else if (!filter.statuses().isEmpty()) {
      statusMask = filter.statuses().stream().mapToInt(s -> 1 << s.ordinal()).sum();
    }
    if (filter.healths().size() == 1) {
      require(Field.HEALTH, filter.healths().stream().map(Health::label).findFirst());
    } else if (!filter.healths().isEmpty()) {
      healthMask = filter.healths().stream().mapToInt(h -> 1 << h.ordinal()).sum();
    }
  }

  /** Names that begin so lie together in the order of keys. */
  private void limitNames(KeyOrder order) {
    Indexed first = order.ceiling(new Position.Around(filter.textPrefix(), -1));
    Indexed last = order.floor(new Position.Around(filter.textPrefix(), 1));
    impossible |=
        first == null || last == null || !first.key().name().startsWith(filter.textPrefix());
    if (!impossible) {
      lowestLabel = columns.label(first.ordinal());
      highestLabel = columns.label(last.ordinal());
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

  /** Whether a word must begin so. */
  boolean hasWords() {
    return !filter.textPrefix().isEmpty() && !Words.isOfName(filter.textPrefix());
  }

  /** A record must be in one of them. */
  Collection<Posting> words() {
    return postings.wordsThatBegin(filter.textPrefix());
  }

  /** As {@link #words}, asked of one record. */
  boolean hasWord(int ordinal) {
    for (Posting posting : columns.record(ordinal).postings()) {
      if (posting.value().startsWith(filter.textPrefix()) && postings.isWord(posting)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a record's columns fit. */
  boolean columnsFit(int ordinal) {
    if ((statusMask >> columns.status(ordinal) & 1) == 0
        || (healthMask >> columns.health(ordinal) & 1) == 0) {
      return false;
    }
    if (versionsIn != null && !versionsIn[columns.version(ordinal)]) {
      return false;
    }
    if (hasTimes
        && !(filter.registered().contains(columns.registeredAtMs(ordinal))
            && filter.updated().contains(columns.updatedAtMs(ordinal)))) {
      return false;
    }
    long label = columns.label(ordinal);
    return label >= lowestLabel && label <= highestLabel;
  }

  /** Whether every record's columns fit. */
  boolean hasNoColumns() {
    return statusMask == ANY
        && healthMask == ANY
        && versionsIn == null
        && !hasTimes
        && lowestLabel == Long.MIN_VALUE;
  }
}
