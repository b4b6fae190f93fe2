package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.form.RecordGlance;
import io.machinenative.axiom.engine.registry.form.RecordGlance.Text;
import io.machinenative.axiom.engine.registry.image.ImageReader;
import io.machinenative.axiom.engine.registry.image.ImageWriter;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.Status;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

/**
 * For each field and each value of it, the records that have it. A record is taken out by what it
 * was, so that nothing is kept for it. For one thread.
 */
final class Postings {
  /** The fields whose values are texts. */
  enum Field {
    PLATFORM(Text.PLATFORM),
    TYPE(Text.TYPE),
    CATEGORY(Text.CATEGORY),
    REGION(Text.REGION),
    ZONE(Text.ZONE),
    TAG(null),
    CAPABILITY(null);

    /** Where it is in a record; null for one that has many values. */
    private final Text text;

    Field(Text text) {
      this.text = text;
    }
  }

  private static final Field[] FIELDS = Field.values();
  private static final int SINGLE_FIELDS = Field.TAG.ordinal();

  private final ValuePostings[] fields =
      Stream.of(FIELDS).map(field -> new ValuePostings()).toArray(ValuePostings[]::new);
  private final WordPostings words = new WordPostings();
  private final Posting[] kinds = empty(Kind.values().length);
  private final Posting[] statuses = empty(Status.values().length);
  private final Posting[] healths = empty(Health.values().length);
  private final Words own = new Words();
  private final Words others = new Words();
  private final Words none = new Words();

  private static Posting[] empty(int count) {
    return Stream.generate(Posting::new).limit(count).toArray(Posting[]::new);
  }

  /** The posting of a value; null when no record has it. */
  Posting of(Field field, String value) {
    return fields[field.ordinal()].find(value);
  }

  Posting of(Kind kind) {
    return kinds[kind.ordinal()];
  }

  Posting of(Status status) {
    return statuses[status.ordinal()];
  }

  Posting of(Health health) {
    return healths[health.ordinal()];
  }

  /** The postings of the words that begin so. */
  Collection<Posting> wordsThatBegin(String prefix) {
    return words.beginningWith(prefix);
  }

  /** The words of a record that comes; {@link #sort} puts them in order. */
  void appendWords(RecordGlance record, int ordinal) {
    words.append(own.of(record), ordinal);
  }

  /** Puts the words in order. */
  void sort(Optional<ThreadFactory> threads) {
    words.sort(threads);
  }

  /** A record comes. */
  void add(RecordGlance record, int ordinal) {
    addValues(record, ordinal);
    words.add(own.of(record), none, ordinal);
  }

  /** All of a record but its words. */
  void addValues(RecordGlance record, int ordinal) {
    kinds[record.kind()].add(ordinal);
    statuses[record.status()].add(ordinal);
    healths[record.health()].add(ordinal);
    for (int i = 0; i < SINGLE_FIELDS; i++) {
      addText(i, record, ordinal);
    }
    for (int i = 0; i < record.labels(); i++) {
      fieldOf(record, i).add(record.bytes(), record.labelOffset(i), record.labelLength(i), ordinal);
    }
  }

  private ValuePostings fieldOf(RecordGlance record, int label) {
    return fields[(label < record.tags() ? Field.TAG : Field.CAPABILITY).ordinal()];
  }

  /** What was not said is not indexed. */
  private void addText(int field, RecordGlance record, int ordinal) {
    Text text = FIELDS[field].text;
    if (record.length(text) > 0) {
      fields[field].add(record.bytes(), record.offset(text), record.length(text), ordinal);
    }
  }

  private void removeText(int field, RecordGlance record, int ordinal) {
    Text text = FIELDS[field].text;
    if (record.length(text) > 0) {
      fields[field].remove(record.bytes(), record.offset(text), record.length(text), ordinal);
    }
  }

  /** A record goes. */
  void remove(RecordGlance record, int ordinal) {
    kinds[record.kind()].remove(ordinal);
    statuses[record.status()].remove(ordinal);
    healths[record.health()].remove(ordinal);
    for (int i = 0; i < SINGLE_FIELDS; i++) {
      removeText(i, record, ordinal);
    }
    for (int i = 0; i < record.labels(); i++) {
      fieldOf(record, i)
          .remove(record.bytes(), record.labelOffset(i), record.labelLength(i), ordinal);
    }
    words.remove(own.of(record), none, ordinal);
  }

  /** A record is another one with the same key. */
  void replace(RecordGlance before, RecordGlance after, int ordinal) {
    if (before.status() != after.status()) {
      statuses[before.status()].remove(ordinal);
      statuses[after.status()].add(ordinal);
    }
    if (before.health() != after.health()) {
      healths[before.health()].remove(ordinal);
      healths[after.health()].add(ordinal);
    }
    for (int i = 0; i < SINGLE_FIELDS; i++) {
      if (!isSame(before, after, FIELDS[i].text)) {
        removeText(i, before, ordinal);
        addText(i, after, ordinal);
      }
    }
    replaceLabels(before, after, ordinal);
    if (!isSame(before, after, Text.TITLE)) {
      own.of(before);
      others.of(after);
      words.remove(own, others, ordinal);
      words.add(others, own, ordinal);
    }
  }

  private static boolean isSame(RecordGlance left, RecordGlance right, Text text) {
    return Arrays.equals(
        left.bytes(),
        left.offset(text),
        left.offset(text) + left.length(text),
        right.bytes(),
        right.offset(text),
        right.offset(text) + right.length(text));
  }

  private void replaceLabels(RecordGlance before, RecordGlance after, int ordinal) {
    for (int i = 0; i < before.labels(); i++) {
      if (!hasLabel(after, before, i)) {
        fieldOf(before, i)
            .remove(before.bytes(), before.labelOffset(i), before.labelLength(i), ordinal);
      }
    }
    for (int i = 0; i < after.labels(); i++) {
      if (!hasLabel(before, after, i)) {
        fieldOf(after, i).add(after.bytes(), after.labelOffset(i), after.labelLength(i), ordinal);
      }
    }
  }

  /** Whether a record has the label that another one has, as a tag or as a capability. */
  private static boolean hasLabel(RecordGlance record, RecordGlance other, int label) {
    boolean isTag = label < other.tags();
    int from = isTag ? 0 : record.tags();
    int to = isTag ? record.tags() : record.labels();
    int offset = other.labelOffset(label);
    int end = offset + other.labelLength(label);
    for (int i = from; i < to; i++) {
      int own = record.labelOffset(i);
      if (Arrays.equals(
          record.bytes(), own, own + record.labelLength(i), other.bytes(), offset, end)) {
        return true;
      }
    }
    return false;
  }

  /** A record goes of which nobody knows any more what it was. */
  void removeEverywhere(int ordinal) {
    for (Posting[] postings : new Posting[][] {kinds, statuses, healths}) {
      for (Posting posting : postings) {
        posting.remove(ordinal);
      }
    }
    for (ValuePostings field : fields) {
      field.removeEverywhere(ordinal);
    }
    words.removeEverywhere(ordinal);
  }

  void write(ImageWriter image) throws IOException {
    for (Posting[] postings : new Posting[][] {kinds, statuses, healths}) {
      for (Posting posting : postings) {
        posting.write(image);
      }
    }
    for (ValuePostings field : fields) {
      field.write(image);
    }
    words.write(image);
  }

  /** In place of what is here. */
  void read(ImageReader image) throws IOException {
    for (Posting[] postings : new Posting[][] {kinds, statuses, healths}) {
      for (Posting posting : postings) {
        posting.read(image);
      }
    }
    for (ValuePostings field : fields) {
      field.read(image);
    }
    words.read(image);
  }
}
