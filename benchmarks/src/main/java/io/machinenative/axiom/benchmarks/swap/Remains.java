package io.machinenative.axiom.benchmarks.swap;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What old versions leave behind: class loaders that cannot be collected, jars that are still open,
 * metaspace that grows. Used by one thread.
 */
final class Remains {
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");
  private static final int LAST_ROUNDS = 10;
  private static final long BETWEEN_ROUNDS_NS = 50_000_000L;

  private final MemoryPoolMXBean metaspace =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.NON_HEAP)
          .filter(pool -> pool.getName().equals("Metaspace"))
          .findFirst()
          .orElseThrow();
  private final String copies;
  private final List<WeakReference<?>> old = new ArrayList<>();
  private final List<double[]> metaspaceBySwap = new ArrayList<>();
  private int collected;
  private int late;
  private int jarsOpenMost;

  /**
   * @param copies part of the path of every private copy of a jar
   */
  Remains(String copies) {
    this.copies = copies;
  }

  /** A version is torn down. */
  void add(WeakReference<?> loader) {
    old.add(loader);
  }

  /** Counts the copies of jars that this process has open now; one is that of who serves. */
  int countOpenJars() {
    if (!Files.isDirectory(OPEN_FILES)) {
      return 0;
    }
    int open = 0;
    try (Stream<Path> files = Files.list(OPEN_FILES)) {
      for (Path file : files.toList()) {
        open += isCopy(file) ? 1 : 0;
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    jarsOpenMost = Math.max(jarsOpenMost, open);
    return open;
  }

  private boolean isCopy(Path descriptor) throws IOException {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.contains(copies) && target.contains(".jar");
    } catch (NoSuchFileException e) {
      return false; // closed since the folder was listed
    }
  }

  /** Collects the heap once, and counts the old versions that are gone. */
  void collect(int swap) {
    collectOnce();
    late = Math.max(late, old.size());
    metaspaceBySwap.add(new double[] {swap, metaspace.getUsage().getUsed()});
  }

  /**
   * Collects until nothing is left, or nothing more goes: a class that the compiler is at just then
   * outlives one collection.
   */
  void collectAll() {
    for (int round = 0; round < LAST_ROUNDS && !old.isEmpty(); round++) {
      LockSupport.parkNanos(BETWEEN_ROUNDS_NS);
      collectOnce();
    }
  }

  private void collectOnce() {
    System.gc();
    int before = old.size();
    old.removeIf(loader -> loader.get() == null);
    collected += before - old.size();
  }

  /** Old versions that a collection took. */
  int collected() {
    return collected;
  }

  /** Most old versions that one collection left; a later one may have taken them. */
  int late() {
    return late;
  }

  /** Old versions that the last collection left. */
  int left() {
    return old.size();
  }

  /** Most copies of jars that were open at once after a swap. */
  int jarsOpenMost() {
    return jarsOpenMost;
  }

  /** After the first and after the last collection. */
  long metaspaceBytes(boolean first) {
    return (long) (first ? metaspaceBySwap.getFirst() : metaspaceBySwap.getLast())[1];
  }

  /**
   * Bytes that the metaspace grows by with each swap: the slope of the least squares through the
   * second half of what was seen.
   */
  double metaspaceSlope() {
    List<double[]> seen =
        metaspaceBySwap.subList(metaspaceBySwap.size() / 2, metaspaceBySwap.size());
    double meanX = seen.stream().mapToDouble(point -> point[0]).average().orElse(0);
    double meanY = seen.stream().mapToDouble(point -> point[1]).average().orElse(0);
    double products = 0;
    double squares = 0;
    for (double[] point : seen) {
      products += (point[0] - meanX) * (point[1] - meanY);
      squares += (point[0] - meanX) * (point[0] - meanX);
    }
    return squares == 0 ? 0 : products / squares;
  }
}
