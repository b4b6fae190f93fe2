package io.machinenative.axiom.engine.cli;

import java.util.function.LongConsumer;

/** Tells who watches how far a filter is: at most ten times a second. One thread's. */
final class FilterProgress implements LongConsumer {
  private static final long INTERVAL_NS = 100_000_000;
  private static final double MIB = 1 << 20;

  private final Terminal terminal;
  private final String doing;
  private final long totalBytes;
  private final long startNs = System.nanoTime();
  private long shownNs = startNs;

  /**
   * @param totalBytes -1 when nobody knows
   */
  FilterProgress(Terminal terminal, String doing, long totalBytes) {
    this.terminal = terminal;
    this.doing = doing;
    this.totalBytes = totalBytes;
  }

  @Override
  public void accept(long doneBytes) {
    long nowNs = System.nanoTime();
    if (nowNs - shownNs < INTERVAL_NS) {
      return;
    }
    shownNs = nowNs;
    double mibPerSecond = doneBytes / MIB / ((nowNs - startNs) / 1e9);
    String done =
        totalBytes > 0 ? 100 * doneBytes / totalBytes + " %" : Math.round(doneBytes / MIB) + " MiB";
    terminal.progress(doing + " " + done + ", " + Math.round(mibPerSecond) + " MiB/s");
  }
}
