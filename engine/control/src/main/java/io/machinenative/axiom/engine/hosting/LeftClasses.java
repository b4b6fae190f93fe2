package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/**
 * Finds out whether the classes of versions that ended go. What keeps them is a reference that
 * nobody of the engine holds: a thread that the plugin did not ask for, a hook, a value in a map of
 * the JDK.
 *
 * <p>They are looked for after some time, and after some collections that unload classes: before
 * these nothing is known. Any thread.
 */
final class LeftClasses {
  /** Between two looks. */
  static final long PERIOD_NS = 10_000_000_000L;

  /** So many collections must have left them there; the first may have begun before the end. */
  static final long COLLECTIONS = 3;

  /** The classes of a version, if they are there. */
  private static final class Ended {
    private final String plugin;
    private final WeakReference<ClassLoader> classes;
    private final String loader;
    private final long sinceNs;
    private long collections = -1;
    private volatile boolean told;

    Ended(String plugin, ClassLoader classes, long sinceNs) {
      this.plugin = plugin;
      this.classes = new WeakReference<>(classes);
      this.loader = classes.getName();
      this.sinceNs = sinceNs;
    }
  }

  private final long afterNs;
  private final NanoClock clock;
  private final LongSupplier collections;
  private final EngineCounters counters;
  private final ErrorHandler errors;
  private final ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();

  /**
   * @param afterNs classes that are there so long after the end of their version are reported
   * @param collections how many there were, of those that unload classes
   */
  LeftClasses(
      long afterNs,
      NanoClock clock,
      LongSupplier collections,
      EngineCounters counters,
      ErrorHandler errors) {
    this.afterNs = afterNs;
    this.clock = clock;
    this.collections = collections;
    this.counters = counters;
    this.errors = errors;
  }

  /**
   * A version has ended.
   *
   * @param classes its own, which nobody else needs
   */
  void ended(String plugin, ClassLoader classes) {
    ended.add(new Ended(plugin, classes, clock.nanoTime()));
  }

  /** Whether there is something to look for. */
  boolean isEmpty() {
    return ended.isEmpty();
  }

  /** Forgets what has gone, records once what has not. Takes some milliseconds the first time. */
  void look() {
    ended.removeIf(one -> one.classes.get() == null);
    if (ended.isEmpty()) {
      return;
    }
    long now = collections.getAsLong();
    for (Ended one : ended) {
      if (one.collections < 0) {
        one.collections = now;
      }
      boolean stays =
          clock.nanoTime() - one.sinceNs >= afterNs && now - one.collections >= COLLECTIONS;
      if (stays && !one.told) {
        one.told = true;
        counters.increment(EngineCounter.PLUGIN_CLASSES_LEFT);
        errors.onError(new IllegalStateException(complaint(one)));
      }
    }
  }

  /** Versions whose classes stay, for people. */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (Ended one : ended) {
      if (one.told && one.classes.get() != null) {
        complaints.add(complaint(one));
      }
    }
    return complaints;
  }

  private String complaint(Ended one) {
    List<String> threads = running(one.loader);
    return String.format(
        Locale.ROOT,
        "plugin %s: its classes are still there %.1f minutes after its teardown: %s",
        one.plugin,
        (clock.nanoTime() - one.sinceNs) / 60e9,
        threads.isEmpty()
            ? "something that outlives it refers to them"
            : "the threads " + threads + " run its code");
  }

  /** Names of platform threads with a frame of those classes; virtual ones are not listed. */
  private static List<String> running(String loader) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread ->
            Stream.of(thread.getValue())
                .anyMatch(frame -> loader != null && loader.equals(frame.getClassLoaderName())))
        .map(thread -> thread.getKey().getName())
        .sorted()
        .toList();
  }
}
