package io.machinenative.axiom.engine.hosting;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** The collections of the JVM. Stateless; the first question takes tens of milliseconds. */
final class GarbageCollections {
  /** Parts of the names of those that collect young objects alone, and so let no class go. */
  private static final List<String> YOUNG = List.of("Young", "Minor", "Scavenge", "Copy", "Pauses");

  private GarbageCollections() {}

  /**
   * How many there were that let classes go: full ones, and cycles of the concurrent collectors.
   */
  static long ofClasses() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(collector -> YOUNG.stream().noneMatch(collector.getName()::contains))
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }
}
