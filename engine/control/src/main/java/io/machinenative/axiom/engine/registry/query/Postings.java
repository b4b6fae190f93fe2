package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.Content;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** For each field and each value of it, the records that have it. For one thread. */
final class Postings {
  /** The postings of a field, by value. */
  enum Field {
    KIND,
    NAME,
    PLATFORM,
    TYPE,
    CATEGORY,
    REGION,
    ZONE,
    TAG,
    CAPABILITY,
    STATUS,
    HEALTH
  }

  private final List<Map<String, Posting>> fields = new ArrayList<>();
  private final TreeMap<String, Posting> words = new TreeMap<>();

  Postings() {
    for (int i = 0; i < Field.values().length; i++) {
      fields.add(new HashMap<>());
    }
  }

  /** The posting of a value; null when no record has it. */
  Posting of(Field field, String value) {
    return fields.get(field.ordinal()).get(value);
  }

  int count(Field field, String value) {
    Posting posting = of(field, value);
    return posting == null ? 0 : posting.count();
  }

  /** The postings of the words that begin so. */
  Collection<Posting> wordsThatBegin(String prefix) {
    return words.subMap(prefix, prefix + Character.MAX_VALUE).values();
  }

  boolean isWord(Posting posting) {
    return posting.belongsTo(words);
  }

  /** The postings in which a record belongs; those that were not known are made. */
  Posting[] of(RegistryRecord record) {
    List<Posting> postings = new ArrayList<>();
    add(postings, Field.KIND, record.key().kind().label());
    add(postings, Field.NAME, record.key().name());
    Content content = record.content();
    add(postings, Field.PLATFORM, content.placement().platform());
    add(postings, Field.REGION, content.placement().region());
    add(postings, Field.ZONE, content.placement().zone());
    add(postings, Field.TYPE, content.labels().type());
    add(postings, Field.CATEGORY, content.labels().category());
    content.labels().tags().forEach(tag -> add(postings, Field.TAG, tag));
    content.labels().capabilities().forEach(can -> add(postings, Field.CAPABILITY, can));
    add(postings, Field.STATUS, record.status().label());
    add(postings, Field.HEALTH, record.health().label());
    for (String word : Words.of(record)) {
      postings.add(words.computeIfAbsent(word, value -> new Posting(words, value)));
    }
    return postings.toArray(Posting[]::new);
  }

  /** What was not said is not indexed. */
  private void add(List<Posting> postings, Field field, String value) {
    if (!value.isEmpty()) {
      Map<String, Posting> map = fields.get(field.ordinal());
      postings.add(map.computeIfAbsent(value, v -> new Posting(map, v)));
    }
  }
}
