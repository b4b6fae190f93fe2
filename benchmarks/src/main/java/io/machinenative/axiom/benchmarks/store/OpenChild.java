package io.machinenative.axiom.benchmarks.store;

import io.machinenative.axiom.benchmarks.process.ChildJvm;
import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.store.DurableStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens a store of a million records in a JVM that has opened none before, and says how long it
 * took.
 */
public final class OpenChild {
  private static final long MILLION = 1_000_000;

  private OpenChild() {}

  static double openMs(Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ChildJvm.flags());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(OpenChild.class.getName());
    command.add(folder.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Double.parseDouble(said.trim());
  }

  /** The other JVM. */
  public static void main(String[] arguments) {
    long startNs = System.nanoTime();
    try (DurableStore store =
        DurableStore.open(StoreBench.options(Path.of(arguments[0]), Durability.PROCESS, MILLION))) {
      double openMs = (System.nanoTime() - startNs) / 1e6;
      if (store.count() != MILLION) {
        throw new IllegalStateException("expected a million records, actual " + store.count());
      }
      System.out.println(openMs);
    }
  }
}
