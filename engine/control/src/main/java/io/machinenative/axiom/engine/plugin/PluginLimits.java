package io.machinenative.axiom.engine.plugin;

/**
 * How much of the server a version of a plugin may use.
 *
 * @param memoryBytes off-heap, 0 or more
 * @param threads at once, 0 or more
 * @param concurrency calls of its tools at once, 1 to {@link #MAX_CONCURRENCY}; {@link #UNBOUNDED}
 *     for as many as the server runs
 */
public record PluginLimits(long memoryBytes, int threads, int concurrency) {
  public static final int UNBOUNDED = 0;
  public static final int MAX_CONCURRENCY = 32;

  /** 10 MiB, no threads of its own, calls as they come. */
  public static final PluginLimits DEFAULTS = new PluginLimits(10L << 20, 0, UNBOUNDED);

  /** Of embedded objects without a manifest: 1 GiB and 64 threads. */
  public static final PluginLimits GENEROUS = new PluginLimits(1L << 30, 64, UNBOUNDED);

  public PluginLimits {
    if (memoryBytes < 0
        || threads < 0
        || concurrency < UNBOUNDED
        || concurrency > MAX_CONCURRENCY) {
      throw new IllegalArgumentException(
          "expected memory and threads of 0 or more and concurrency of 1 to 32, got "
              + memoryBytes
              + ", "
              + threads
              + ", "
              + concurrency);
    }
  }
}
