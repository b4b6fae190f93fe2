package io.machinenative.axiom.api;

/**
 * Numbers that a plugin keeps of itself, by name. The engine reads them at any time, and shows them
 * with the plugin's. A name gives the same counter each time; the first call makes it.
 *
 * <p>Any thread. {@link Counter#add} and {@link Gauge#set} allocate nothing and wait for nobody.
 */
public interface PluginMetrics {
  /** Counters and gauges that a version of a plugin may have. */
  int MAX_METRICS = 256;

  /**
   * @param name {@code [a-z][a-z0-9._-]{0,63}}, the unit at its end: {@code bytes-written}, {@code
   *     wait-ns}
   * @throws IllegalArgumentException when the name is none, or is a gauge's
   * @throws NotGrantedException beyond {@value #MAX_METRICS} names
   */
  Counter counter(String name);

  /**
   * @param name as that of a counter
   * @throws IllegalArgumentException when the name is none, or is a counter's
   * @throws NotGrantedException beyond {@value #MAX_METRICS} names
   */
  Gauge gauge(String name);

  /** Only grows. */
  interface Counter {
    /**
     * @param amount 0 or more
     */
    void add(long amount);

    default void increment() {
      add(1);
    }

    long value();
  }

  /** Goes up and down. */
  interface Gauge {
    void set(long value);

    /**
     * @param amount may be below 0
     */
    void add(long amount);

    long value();
  }
}
