package io.machinenative.axiom.benchmarks.registry;

import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.RegistryConfig;
import io.machinenative.axiom.engine.registry.query.Filter;
import io.machinenative.axiom.engine.registry.query.Query;
import io.machinenative.axiom.engine.registry.validation.RegistrationCheck;
import io.machinenative.axiom.engine.store.DurableStore;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens a million records in a JVM that has opened none before, and says how long that took and how
 * much heap it keeps.
 */
public final class MillionChild {
  private static final double NS_PER_MS = 1e6;

  private MillionChild() {}

  /** The other JVM. */
  public static void main(String[] arguments) {
    long startNs = System.nanoTime();
    try (DurableStore store = DurableStore.open(MillionBench.options(Path.of(arguments[0])))) {
      double storeMs = (System.nanoTime() - startNs) / NS_PER_MS;
      Registry registry =
          new Registry(
              store,
              RegistryConfig.DEFAULTS,
              RegistrationCheck.NONE,
              System::currentTimeMillis,
              System::nanoTime,
              Optional.of(task -> Thread.ofPlatform().daemon().unstarted(task)));
      double openMs = (System.nanoTime() - startNs) / NS_PER_MS;
      int found = registry.query(Query.first(Filter.ALL, 20)).total();
      if (found != MillionBench.MILLION) {
        throw new IllegalStateException("expected a million records, got " + found);
      }
      System.gc();
      long keptBytes = usedBytes();
      System.out.println(storeMs + " " + openMs + " " + keptBytes);
      registry.close();
    }
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
