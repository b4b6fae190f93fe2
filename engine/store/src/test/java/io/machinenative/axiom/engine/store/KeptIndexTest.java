package io.machinenative.axiom.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.Registry.IfExists;
import io.machinenative.axiom.engine.registry.RegistryConfig;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.Status;
import io.machinenative.axiom.engine.registry.query.Filter;
import io.machinenative.axiom.engine.registry.query.Order;
import io.machinenative.axiom.engine.registry.query.Query;
import io.machinenative.axiom.engine.registry.query.Sort;
import io.machinenative.axiom.engine.registry.validation.RegistrationCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a registry keeps from an orderly end is what it would have made anew, or nothing. */
class KeptIndexTest {
  private static final long SEED = Long.getLong("axiom.seed", 2026);
  private static final int RECORDS = 25_000;
  private static final StoreSize SIZE = new StoreSize(2 * RECORDS, 2L * RECORDS * 300);
  private static final List<String> WORDS = List.of("pay", "card", "order", "echo", "größe");

  @TempDir(factory = MemoryDisk.class)
  Path directory;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final AtomicInteger helpers = new AtomicInteger();
  private final AtomicInteger timeMs = new AtomicInteger();

  private DurableStore open() {
    return DurableStore.open(Stores.options(directory, Durability.PROCESS, SIZE));
  }

  /** With a thread that helps when the index is made anew. */
  private Registry registry(DurableStore store) {
    return new Registry(
        store,
        RegistryConfig.DEFAULTS,
        RegistrationCheck.NONE,
        timeMs::incrementAndGet,
        () -> 0,
        Optional.of(task -> {
          helpers.incrementAndGet();
          return Thread.ofPlatform().daemon().unstarted(task);
        }));
  }

  private RecordKey key() {
    int number = random.nextInt(2 * RECORDS);
    return number % 2 == 0
        ? RecordKey.of(Kind.TOOL, "com." + word() + ".tool-" + number, "1.0.0")
        : RecordKey.service(
            word() + "-" + number % 50 + "-service-v1", "1." + number % 7 + ".0", "i-" + number);
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size() - 1));
  }

  private void change(Registry registry, int changes) {
    for (int i = 0; i < changes; i++) {
      RecordKey key = key();
      if (random.nextInt(10) == 0) {
        registry.deregister(key, Registry.ANY_REVISION);
      } else {
        registry.register(
            Registration.of(key)
                .about(WORDS.get(random.nextInt(WORDS.size())) + " " + word(), "", "")
                .category("category-" + random.nextInt(20))
                .tags(word(), "tag-" + random.nextInt(300))
                .status(random.nextBoolean() ? Status.ACTIVE : Status.INACTIVE)
                .leaseMs(random.nextInt(3) * 10_000L)
                .build(),
            IfExists.REPLACE);
      }
    }
    registry.commit();
  }

  @Test
  void isWhatWouldBeMadeAnew() {
    try (DurableStore store = open()) {
      Registry registry = registry(store);
      change(registry, RECORDS + RECORDS / 5);
      registry.close();
    }
    try (DurableStore store = open()) {
      assertTrue(Files.exists(directory.resolve("image")));
      Registry kept = registry(store);
      assertFalse(Files.exists(directory.resolve("image")), "it serves one start");
      assertEquals(0, helpers.get(), "nothing was made anew");
      agree(registry(store), kept, "as it was opened");
      assertTrue(helpers.get() > 0, "the other one was made anew");
      change(kept, RECORDS / 2);
      agree(registry(store), kept, "after changes");
    }
  }

  private void agree(Registry expected, Registry actual, String when) {
    assertEquals(expected.statistics().byStatus(), actual.statistics().byStatus(), when);
    assertEquals(expected.statistics().leases(), actual.statistics().leases(), when);
    List<Filter> filters =
        List.of(
            Filter.ALL,
            Filter.where().kind(Kind.TOOL).status(Status.ACTIVE).build(),
            Filter.where().category("category-3").tags("pay").build(),
            Filter.where().tags("tag-17").build(),
            Filter.where().name("pay-7-service-v1").build(),
            Filter.where().textPrefix("com.pay.tool-1").build(),
            Filter.where().textPrefix("tool").versions("1.x").build(),
            Filter.where().textPrefix("größ").build(),
            Filter.where().textPrefix("12").tags("card").build());
    for (Filter filter : filters) {
      for (Sort sort : Sort.values()) {
        Query query = new Query(filter, new Order(sort, random.nextBoolean()), 50, "");
        for (int page = 0; page < 3 && query != null; page++) {
          String next = expected.query(query).next();
          assertEquals(
              expected.query(query),
              actual.query(query),
              when + ", " + query + ", -Daxiom.seed=" + SEED);
          query = next.isEmpty() ? null : query.after(next);
        }
      }
    }
  }

  /** Any byte may be another one; then there is none, and the index is made anew. */
  @Test
  void isGivenBackWholeOrNotAtAll() throws IOException {
    byte[] content = new byte[3_000];
    new SplittableRandom(SEED).nextBytes(content);
    try (DurableStore store = open()) {
      put(store, 1);
      store.keepImage(channel -> channel.write(ByteBuffer.wrap(content)));
    }
    Path image = directory.resolve("image");
    byte[] whole = Files.readAllBytes(image);
    try (DurableStore store = open()) {
      for (int i = 0; i < 1_000; i++) {
        byte[] damaged = whole.clone();
        int at = random.nextInt(damaged.length);
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(image, damaged);
        assertTrue(store.takeImage().isEmpty(), "byte " + at + ", -Daxiom.seed=" + SEED);
        assertFalse(Files.exists(image));
      }
      Files.write(image, Arrays.copyOf(whole, whole.length / 2));
      assertTrue(store.takeImage().isEmpty(), "half of it");
      Files.write(image, whole);
      try (ReadableByteChannel channel = store.takeImage().orElseThrow()) {
        ByteBuffer read = ByteBuffer.allocate(content.length + 1);
        while (channel.read(read) >= 0) {}
        assertEquals(ByteBuffer.wrap(content), read.flip());
      }
      put(store, 2);
      store.commit();
      Files.write(image, whole);
      assertTrue(store.takeImage().isEmpty(), "of other records");
    }
  }

  private static void put(DurableStore store, long revision) {
    UnsafeBuffer bytes = new UnsafeBuffer(new byte[8]);
    store.put(bytes, 0, 8, bytes, 0, 8, revision);
  }
}
