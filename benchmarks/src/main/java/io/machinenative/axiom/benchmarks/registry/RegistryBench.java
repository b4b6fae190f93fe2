package io.machinenative.axiom.benchmarks.registry;

import io.machinenative.axiom.engine.registry.HeapRecordStore;
import io.machinenative.axiom.engine.registry.Outcome;
import io.machinenative.axiom.engine.registry.Page;
import io.machinenative.axiom.engine.registry.RecordStore;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.Registry.IfExists;
import io.machinenative.axiom.engine.registry.RegistryConfig;
import io.machinenative.axiom.engine.registry.feed.WatchFilter;
import io.machinenative.axiom.engine.registry.feed.Watcher;
import io.machinenative.axiom.engine.registry.metadata.MetadataCatalogue;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RecordUpdate;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.Status;
import io.machinenative.axiom.engine.registry.query.Filter;
import io.machinenative.axiom.engine.registry.query.Order;
import io.machinenative.axiom.engine.registry.query.Query;
import io.machinenative.axiom.engine.registry.query.Sort;
import io.machinenative.axiom.engine.registry.query.TimeRange;
import io.machinenative.axiom.engine.registry.validation.ContentLimits;
import io.machinenative.axiom.engine.registry.validation.Mode;
import io.machinenative.axiom.engine.registry.validation.RecordValidator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Measures a registry on one thread, as the conductor drives it: registrations with validation, a
 * page of twenty by questions of all kinds, and how long a change takes to a thousand watchers.
 * Each page is compared with the first one of its question.
 */
public final class RegistryBench {
  private static final int PAGE = 20;
  private static final int WARMUP_ROUNDS = 1_500;
  private static final int ROUNDS = 2_000;
  private static final int WATCHERS = 1_000;
  private static final int WATCHED_CHANGES = 2_000;
  private static final int CHANGES_PER_COMMIT = 16;
  private static final long MAX_NS = 60_000_000_000L;
  private static final double NS_PER_SECOND = 1e9;

  private final RecordStore store;
  private final int services;
  private final Consumer<String> progress;
  private final Registry registry;

  /**
   * @param store empty, with room for the services
   * @param progress is told what is measured next
   */
  public RegistryBench(RecordStore store, int services, Consumer<String> progress) {
    this.store = store;
    this.services = services;
    this.progress = progress;
    registry = open(store);
  }

  private static Registry open(RecordStore store) {
    RecordValidator validator =
        new RecordValidator(
            Mode.LENIENT, ContentLimits.DEFAULTS, MetadataCatalogue.standard().build());
    return new Registry(
        store, RegistryConfig.DEFAULTS, validator, System::currentTimeMillis, System::nanoTime);
  }

  /** Measures everything. */
  public RegistryNumbers run() {
    progress.accept("registrations");
    registrationsPerSecond(open(new HeapRecordStore()));
    double registrations = registrationsPerSecond(registry);
    progress.accept("opening");
    long startNs = System.nanoTime();
    int opened = open(store).statistics().records();
    double openMs = (System.nanoTime() - startNs) / 1e6;
    require(opened == services, "expected " + services + " records, got " + opened);
    Map<String, Histogram> pages = pages();
    progress.accept("watchers");
    return new RegistryNumbers(services, registrations, openMs, pages, watchers());
  }

  private double registrationsPerSecond(Registry into) {
    Fleet fleet = new Fleet(2026);
    List<Registration> all = new ArrayList<>(services);
    for (int i = 0; i < services; i++) {
      all.add(fleet.service(i));
    }
    long startNs = System.nanoTime();
    for (int i = 0; i < services; i++) {
      Outcome outcome = into.register(all.get(i), IfExists.REFUSE);
      require(outcome.isDone(), "a registration");
      if (i % CHANGES_PER_COMMIT == 0) {
        into.commit();
      }
    }
    into.commit();
    return services * NS_PER_SECOND / (System.nanoTime() - startNs);
  }

  private Map<String, Histogram> pages() {
    Map<String, Histogram> times = new LinkedHashMap<>();
    Map<String, Page> expected = new LinkedHashMap<>();
    Map<String, Query> questions = questions();
    questions.forEach((name, query) -> {
      times.put(name, new Histogram(MAX_NS, 3));
      expected.put(name, registry.query(query));
    });
    progress.accept("pages");
    for (int round = 0; round < WARMUP_ROUNDS + ROUNDS; round++) {
      for (Map.Entry<String, Query> question : questions.entrySet()) {
        long startNs = System.nanoTime();
        Page page = registry.query(question.getValue());
        long tookNs = System.nanoTime() - startNs;
        require(page.equals(expected.get(question.getKey())), question.getKey());
        if (round >= WARMUP_ROUNDS) {
          times.get(question.getKey()).recordValue(tookNs);
        }
      }
    }
    return times;
  }

  /** A page of each kind of question: of few and of many records, by every order. */
  private Map<String, Query> questions() {
    Map<String, Query> questions = new LinkedHashMap<>();
    add(questions, "all, by name", Filter.where(), Order.BY_NAME);
    add(questions, "all, newest first", Filter.where(), Order.NEWEST_FIRST);
    add(questions, "all, oldest first", Filter.where(), new Order(Sort.REGISTERED_AT, false));
    add(questions, "one name", Filter.where().name("payments-gateway-0-service-v1"), Order.BY_NAME);
    add(
        questions,
        "category and tag, by name",
        Filter.where().category("category-3").tags("tag-1"),
        Order.BY_NAME);
    add(
        questions,
        "active and healthy, by update",
        Filter.where().status(Status.ACTIVE).health(Health.HEALTHY),
        new Order(Sort.UPDATED_AT, true));
    add(
        questions,
        "two statuses, by status",
        Filter.where().status(Status.ACTIVE, Status.INACTIVE),
        new Order(Sort.STATUS, true));
    add(
        questions,
        "versions and platform, by name",
        Filter.where().versions("^1.2").platform("linux-aarch64"),
        Order.BY_NAME);
    add(
        questions,
        "tags, capability, region, newest first",
        Filter.where().tags("tag-0", "tag-2").capabilities("can-0").region("region-1"),
        Order.NEWEST_FIRST);
    add(questions, "a word, by name", Filter.where().textPrefix("pay"), Order.BY_NAME);
    add(questions, "a letter, by name", Filter.where().textPrefix("p"), Order.BY_NAME);
    add(questions, "a name's beginning", Filter.where().textPrefix("search-ca"), Order.BY_NAME);
    add(
        questions,
        "a time, by name",
        Filter.where().registered(new TimeRange(0, System.currentTimeMillis())),
        Order.BY_NAME);
    Query deep = Query.first(Filter.where().tags("tag-0").build(), PAGE);
    for (int i = 0; i < 100; i++) {
      deep = deep.after(registry.query(deep).next());
    }
    questions.put("a tag, page 101", deep);
    return questions;
  }

  private static void add(
      Map<String, Query> questions, String name, Filter.Builder filter, Order order) {
    questions.put(name, Query.first(filter.build(), PAGE).sorted(order));
  }

  /** From the change to the last of the watchers that has it, its commit included. */
  private Histogram watchers() {
    List<Watcher> watchers = new ArrayList<>();
    for (int i = 0; i < WATCHERS; i++) {
      watchers.add(new Watcher(registry.feed(), WatchFilter.ALL, registry.revision()));
    }
    Histogram times = new Histogram(MAX_NS, 3);
    long[] told = {0};
    RecordKey key = new Fleet(2026).service(0).key();
    for (int i = 0; i < WATCHED_CHANGES; i++) {
      Health health = i % 2 == 0 ? Health.DEGRADED : Health.HEALTHY;
      long startNs = System.nanoTime();
      registry.update(key, Registry.ANY_REVISION, RecordUpdate.health(health));
      registry.commit();
      for (Watcher watcher : watchers) {
        watcher.poll(1_000, change -> told[0] += change.recordLength() > 0 ? 1 : 0);
      }
      if (i >= WATCHED_CHANGES / 2) {
        times.recordValue(System.nanoTime() - startNs);
      }
    }
    require(told[0] == (long) WATCHERS * WATCHED_CHANGES, "told " + told[0]);
    return times;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("not as expected: " + what);
    }
  }
}
