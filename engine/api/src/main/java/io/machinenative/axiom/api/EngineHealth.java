package io.machinenative.axiom.api;

import java.util.List;

/**
 * How an engine is.
 *
 * @param live its agents run; when they do not for long, only a restart helps
 * @param ready it takes calls: a load balancer may send some
 * @param reasons why not, for people; empty when it is both
 * @param degraded what is not well although it takes calls, such as a plugin that is taken out or a
 *     record that cannot be read, for people; empty when all is
 */
public record EngineHealth(
    boolean live, boolean ready, List<String> reasons, List<String> degraded) {
  public EngineHealth {
    reasons = List.copyOf(reasons);
    degraded = List.copyOf(degraded);
  }

  /** With nothing that is not well. */
  public EngineHealth(boolean live, boolean ready, List<String> reasons) {
    this(live, ready, reasons, List.of());
  }
}
