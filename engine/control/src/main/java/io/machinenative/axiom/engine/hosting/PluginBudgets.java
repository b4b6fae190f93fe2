package io.machinenative.axiom.engine.hosting;

/**
 * How long the moments of a plugin may take. Longer is counted ({@code plugin-overruns}); {@value
 * #ABANDON} times as long, and the plugin is abandoned: its thread is interrupted and left alone.
 *
 * @param initializeNs for its initialisation, above 0
 * @param validateNs for a look at its health, above 0
 * @param teardownNs for its end, above 0
 * @param drainNs how long calls in flight of an old version are awaited before its teardown
 * @param collectNs classes of a version that are there so long after its teardown are reported
 */
public record PluginBudgets(
    long initializeNs, long validateNs, long teardownNs, long drainNs, long collectNs) {
  /** A plugin that is only slow, on a machine that is only busy, is not given up. */
  static final int ABANDON = 20;

  /** 100 ms, 50 ms and 50 ms; 30 s for calls in flight; 5 minutes for classes. */
  public static final PluginBudgets DEFAULTS =
      new PluginBudgets(100_000_000L, 50_000_000L, 50_000_000L, 30_000_000_000L, 300_000_000_000L);

  public PluginBudgets {
    if (initializeNs <= 0 || validateNs <= 0 || teardownNs <= 0 || drainNs < 0 || collectNs < 0) {
      throw new IllegalArgumentException(
          "expected budgets above 0 ns, got "
              + initializeNs
              + ", "
              + validateNs
              + ", "
              + teardownNs
              + ", drain "
              + drainNs
              + ", collect "
              + collectNs);
    }
  }

  /** The same, but for how long calls in flight are awaited. */
  public PluginBudgets drainingFor(long ns) {
    return new PluginBudgets(initializeNs, validateNs, teardownNs, ns, collectNs);
  }
}
