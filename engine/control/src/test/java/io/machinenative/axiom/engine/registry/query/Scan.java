package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.Content;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The index's naive twin: looks at every record, sorts what fits. */
final class Scan {
  private final Map<RecordKey, RegistryRecord> records = new HashMap<>();
  private final Map<String, List<String>> words = new HashMap<>();

  /** Gives what was there before, or null. */
  RegistryRecord put(RegistryRecord record) {
    return records.put(record.key(), record);
  }

  /** Gives what was there, or null. */
  RegistryRecord remove(RecordKey key) {
    return records.remove(key);
  }

  void clear() {
    records.clear();
  }

  int count() {
    return records.size();
  }

  List<RecordKey> keys() {
    return List.copyOf(records.keySet());
  }

  /** All that fits, in order; the cursor and the limit do not count. */
  List<RecordKey> find(Query query) {
    Comparator<RegistryRecord> byKey = Comparator.comparing(RegistryRecord::key);
    Comparator<RegistryRecord> order =
        switch (query.order().sort()) {
          case NAME -> byKey;
          case REGISTERED_AT ->
              Comparator.comparingLong((RegistryRecord r) -> r.stamp().registeredAtMs())
                  .thenComparing(byKey);
          case UPDATED_AT ->
              Comparator.comparingLong((RegistryRecord r) -> r.stamp().updatedAtMs())
                  .thenComparing(byKey);
          case STATUS -> Comparator.comparing(RegistryRecord::status).thenComparing(byKey);
        };
    return records.values().stream()
        .filter(record -> fits(query.filter(), record))
        .sorted(query.order().descending() ? order.reversed() : order)
        .map(RegistryRecord::key)
        .toList();
  }

  private boolean fits(Filter filter, RegistryRecord record) {
    Content content = record.content();
    return is(filter.kind(), record.key().kind())
        && is(filter.name(), record.key().name())
        && filter.versions().map(range -> range.contains(record.key().version())).orElse(true)
        && is(filter.platform(), content.placement().platform())
        && is(filter.region(), content.placement().region())
        && is(filter.zone(), content.placement().zone())
        && is(filter.type(), content.labels().type())
        && is(filter.category(), content.labels().category())
        && content.labels().tags().containsAll(filter.tags())
        && content.labels().capabilities().containsAll(filter.capabilities())
        && (filter.statuses().isEmpty() || filter.statuses().contains(record.status()))
        && (filter.healths().isEmpty() || filter.healths().contains(record.health()))
        && filter.registered().contains(record.stamp().registeredAtMs())
        && filter.updated().contains(record.stamp().updatedAtMs())
        && hasText(filter.textPrefix(), record);
  }

  private static List<String> wordsOf(String text) {
    return List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{Nd}]+", -1));
  }

  private static <T> boolean is(Optional<T> expected, T actual) {
    return expected.isEmpty() || expected.get().equals(actual);
  }

  private boolean hasText(String prefix, RegistryRecord record) {
    if (prefix.chars().anyMatch(c -> c == '.' || c == '-' || c == '_')) {
      return record.key().name().startsWith(prefix);
    }
    String text = record.key().name() + " " + record.content().about().title();
    return prefix.isEmpty()
        || words.computeIfAbsent(text, Scan::wordsOf).stream().anyMatch(w -> w.startsWith(prefix));
  }
}
