package io.machinenative.axiom.engine.registry.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.registry.RandomRecords;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The index beside its naive twin, and what its cursors promise. */
class RecordIndexTest {
  private static final long SEED = Long.getLong("axiom.seed", 2026);
  private static final int OPERATIONS = 100_000;
  private static final int LARGE_OPERATIONS = 30_000;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final RecordIndex index = new RecordIndex();
  private final Scan twin = new Scan();

  /** Few keys, so that the same records come, change and go all the time. */
  @Test
  void agreesWithTheTwinWhileRecordsComeAndGo() {
    RandomRecords records = new RandomRecords(random, 40);
    for (int i = 0; i < OPERATIONS; i++) {
      change(records, i);
      if (i % 200 == 0) {
        compare(query(records), "operation " + i);
      }
    }
  }

  /** Thousands of records, so that postings are bits, and pages are walked. */
  @Test
  void agreesWithTheTwinWhenRecordsAreMany() {
    RandomRecords records = new RandomRecords(random, 5_000);
    for (int i = 0; i < LARGE_OPERATIONS; i++) {
      RegistryRecord record = records.record(i);
      put(record);
      if (i % 500 == 0 && i > LARGE_OPERATIONS / 2) {
        compare(query(records), "operation " + i);
      }
    }
    for (int i = 0; i < LARGE_OPERATIONS; i++) {
      RecordKey key = records.key();
      remove(key);
      if (i % 1_000 == 0) {
        compare(query(records), "removal " + i);
      }
    }
    twin.keys().forEach(this::remove);
    assertEquals(0, index.count());
    assertEquals(Matches.NONE, index.find(Query.first(Filter.ALL, 10)));
  }

  private void put(RegistryRecord record) {
    RegistryRecord before = twin.put(record);
    if (before == null) {
      index.add(record);
    } else {
      index.replace(before, record);
    }
  }

  /** Now and then as if nobody knew what the record was. */
  private void remove(RecordKey key) {
    RegistryRecord record = twin.remove(key);
    if (random.nextInt(20) == 0) {
      index.forget(key);
    } else if (record != null) {
      index.remove(record);
    }
  }

  private void change(RandomRecords records, int revision) {
    if (random.nextInt(3) == 0) {
      RecordKey key = records.key();
      remove(key);
    } else {
      RegistryRecord record = records.record(revision);
      put(record);
    }
    assertEquals(twin.count(), index.count());
  }

  private void compare(Query first, String context) {
    String where = context + ", " + first + ", -Daxiom.seed=" + SEED;
    Query query = first;
    RecordView view =
        random.nextInt(3) == 0
            ? (kind, name) -> (kind.ordinal() + name.length()) % 3 != 0
            : RecordView.ALL;
    List<RecordKey> walked = new ArrayList<>();
    int total;
    do {
      Matches matches = index.find(query, view);
      walked.addAll(matches.keys());
      total = matches.total();
      query = query.after(matches.next());
      assertTrue(matches.keys().size() <= query.limit(), where);
    } while (!query.cursor().isEmpty() && walked.size() < 300);
    List<RecordKey> expected = twin.find(first).stream().filter(view::shows).toList();
    assertEquals(expected.size(), total, where);
    assertEquals(expected.subList(0, Math.min(walked.size(), expected.size())), walked, where);
    if (query.cursor().isEmpty()) {
      assertEquals(expected.size(), walked.size(), where);
    }
  }

  private Query query(RandomRecords records) {
    Filter.Builder where = Filter.where();
    if (random.nextInt(4) == 0) {
      where.kind(records.oneOf(Kind.values()));
    }
    if (random.nextInt(12) == 0) {
      where.name(records.key().name());
    }
    if (random.nextInt(6) == 0) {
      where.versions(records.oneOf(new String[] {"1.x", "^1.2", "[1.2,2.0)", "*", ">=3"}));
    }
    if (random.nextInt(6) == 0) {
      where.platform(records.oneOf(new String[] {"linux-x86_64", "macos-aarch64", "none"}));
    }
    if (random.nextInt(6) == 0) {
      where.type("type-" + random.nextInt(5)).region("eu");
    }
    if (random.nextInt(6) == 0) {
      where.category("category-" + random.nextInt(6)).zone("z1");
    }
    if (random.nextInt(4) == 0) {
      where.tags(records.tag(), records.tag());
    }
    if (random.nextInt(6) == 0) {
      where.capabilities(records.word());
    }
    if (random.nextInt(4) == 0) {
      where.status(records.status(), records.status());
    }
    if (random.nextInt(6) == 0) {
      where.health(records.oneOf(Health.values()), Health.HEALTHY);
    }
    if (random.nextInt(6) == 0) {
      long from = random.nextLong(1_000);
      where.registered(new TimeRange(from, from + random.nextLong(1_000)));
    }
    if (random.nextInt(6) == 0) {
      where.updated(new TimeRange(random.nextLong(1_000), Long.MAX_VALUE));
    }
    if (random.nextInt(4) == 0) {
      where.textPrefix(
          records.oneOf(
              new String[] {"p", "Pay", "car", "com.", "com.pay", "pay-", "-", "zz", "i"}));
    }
    Order order = new Order(records.oneOf(Sort.values()), random.nextBoolean());
    return new Query(where.build(), order, random.nextInt(1, 30), "");
  }

  /** Records come, go and change between the pages; what stays is shown once. */
  @Test
  void aCursorIsStableWhileRecordsComeAndGo() {
    for (int round = 0; round < 100; round++) {
      RandomRecords records = new RandomRecords(random, 60);
      for (int i = 0; i < 500; i++) {
        change(records, i);
      }
      Set<RecordKey> stayed = new HashSet<>(twin.keys());
      Sort sort = random.nextBoolean() ? Sort.NAME : Sort.REGISTERED_AT;
      Query query =
          new Query(Filter.ALL, new Order(sort, random.nextBoolean()), random.nextInt(1, 40), "");
      List<RecordKey> walked = new ArrayList<>();
      do {
        Matches matches = index.find(query);
        walked.addAll(matches.keys());
        query = query.after(matches.next());
        for (int i = 0; i < 20; i++) {
          comeOrGo(records, stayed, i);
        }
      } while (!query.cursor().isEmpty());
      String context = "round " + round + ", " + query.order() + ", -Daxiom.seed=" + SEED;
      Map<RecordKey, Integer> times = new HashMap<>();
      walked.forEach(key -> times.merge(key, 1, Integer::sum));
      stayed.forEach(key -> assertEquals(1, times.get(key), key + ", " + context));
      twin.keys().forEach(this::remove);
      twin.clear();
    }
  }

  private void comeOrGo(RandomRecords records, Set<RecordKey> stayed, int revision) {
    RecordKey key = records.key();
    stayed.remove(key);
    remove(key);
    if (random.nextBoolean()) {
      RegistryRecord record = records.record(key, revision);
      put(record);
    }
  }

  @Test
  void aCursorIsOfOneQuestion() {
    RandomRecords records = new RandomRecords(random, 60);
    for (int i = 0; i < 500; i++) {
      change(records, i);
    }
    Query query = Query.first(Filter.ALL, 5);
    String next = index.find(query).next();
    assertThrows(
        IllegalArgumentException.class,
        () -> index.find(query.sorted(Order.NEWEST_FIRST).after(next)));
    Filter other = Filter.where().status(Status.ACTIVE).build();
    assertThrows(
        IllegalArgumentException.class, () -> index.find(Query.first(other, 5).after(next)));
    for (String none : List.of("x", "====", "AAAA", next + "AA", "\u00e4", "A".repeat(5_000))) {
      assertThrows(
          IllegalArgumentException.class, () -> index.find(query.after(none)), "cursor " + none);
    }
    for (int i = 0; i < next.length(); i++) {
      String damaged =
          next.substring(0, i) + (next.charAt(i) == 'A' ? 'B' : 'A') + next.substring(i + 1);
      try {
        index.find(query.after(damaged));
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage().contains("cursor"), e.getMessage());
      }
    }
  }

  /** Names that come in an order which leaves no numbers between their neighbours. */
  @Test
  void labelsNeverRunOut() {
    String[] patterns = {"up", "down", "inwards"};
    for (String pattern : patterns) {
      RecordIndex labelled = new RecordIndex();
      List<RecordKey> expected = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        int number =
            switch (pattern) {
              case "up" -> i;
              case "down" -> 9_999 - i;
              default -> i % 2 == 0 ? i : 9_999 - i;
            };
        RecordKey key = RecordKey.of(Kind.TOOL, "n%04d".formatted(number), "1.0.0");
        expected.add(key);
        labelled.add(new RandomRecords(random, 1).record(key, i));
      }
      expected.sort(null);
      List<RecordKey> walked = new ArrayList<>();
      Query query = Query.first(Filter.where().textPrefix("n").build(), 1_000);
      do {
        Matches matches = labelled.find(query);
        walked.addAll(matches.keys());
        query = query.after(matches.next());
      } while (!query.cursor().isEmpty());
      assertEquals(expected, walked, pattern);
    }
  }
}
