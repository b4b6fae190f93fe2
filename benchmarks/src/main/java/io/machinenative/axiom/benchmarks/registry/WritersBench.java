package io.machinenative.axiom.benchmarks.registry;

import io.machinenative.axiom.engine.control.Conductor;
import io.machinenative.axiom.engine.control.RegistryService;
import io.machinenative.axiom.engine.registry.Outcome;
import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.Registry.IfExists;
import io.machinenative.axiom.engine.registry.RegistryConfig;
import io.machinenative.axiom.engine.registry.metadata.MetadataCatalogue;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.validation.ContentLimits;
import io.machinenative.axiom.engine.registry.validation.Mode;
import io.machinenative.axiom.engine.registry.validation.RecordValidator;
import io.machinenative.axiom.engine.store.DurableStore;
import io.machinenative.axiom.engine.store.StoreOptions;
import io.machinenative.axiom.engine.store.StoreSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Measures durable registrations by sixteen threads, each of which waits for the acknowledgement of
 * one before it makes the next, through the conductor as in a server.
 */
final class WritersBench {
  private static final int WRITERS = 16;
  private static final int RECORD_BYTES = 600;
  private static final double NS_PER_SECOND = 1e9;

  private final Path folder;
  private final Durability durability;
  private final int warmup;
  private final int registrations;

  /**
   * @param registrations that are measured, after half as many that are not
   */
  WritersBench(Path folder, Durability durability, int registrations) {
    this.folder = folder;
    this.durability = durability;
    this.registrations = registrations;
    warmup = registrations / 2;
  }

  /** Acknowledged registrations per second. */
  double run() throws InterruptedException {
    int records = warmup + registrations;
    StoreOptions options =
        new StoreOptions(
            folder,
            durability,
            new StoreSize(records, (long) records * RECORD_BYTES),
            StoreOptions.DEFAULT_SEGMENT_BYTES,
            () -> new UUID(1, 1));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Conductor conductor = new Conductor(SystemNanoClock.INSTANCE, failure::set);
    try (DurableStore store = DurableStore.open(options);
        AgentRunner runner = new AgentRunner(conductor.idle(), failure::set, null, conductor)) {
      RegistryService registry = new RegistryService(open(store), conductor);
      AgentRunner.startOnThread(runner);
      Fleet fleet = new Fleet(2026);
      List<Registration> all = new ArrayList<>();
      for (int i = 0; i < records; i++) {
        all.add(fleet.service(i));
      }
      write(registry, all.subList(0, warmup), failure);
      long startNs = System.nanoTime();
      write(registry, all.subList(warmup, records), failure);
      return registrations * NS_PER_SECOND / (System.nanoTime() - startNs);
    }
  }

  private static Registry open(DurableStore store) {
    RecordValidator validator =
        new RecordValidator(
            Mode.LENIENT, ContentLimits.DEFAULTS, MetadataCatalogue.standard().build());
    return new Registry(
        store, RegistryConfig.DEFAULTS, validator, System::currentTimeMillis, System::nanoTime);
  }

  private static void write(
      RegistryService registry, List<Registration> all, AtomicReference<Throwable> failure)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try {
                  for (int at = next.getAndIncrement();
                      at < all.size();
                      at = next.getAndIncrement()) {
                    Outcome outcome = registry.register(all.get(at), IfExists.REFUSE).join();
                    if (!outcome.isDone()) {
                      throw new IllegalStateException("expected a registration, got " + outcome);
                    }
                  }
                } catch (RuntimeException e) {
                  failure.set(e);
                }
              }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("the writers failed", failure.get());
    }
  }
}
