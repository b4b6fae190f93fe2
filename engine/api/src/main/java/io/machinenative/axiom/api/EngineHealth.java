package io.machinenative.axiom.api;

import java.util.List;

/**
 * How an engine is.
 *
 * @param live its agents run; when they do not for long, only a restart helps
 * @param ready it takes calls: a load balancer may send some
 * @param reasons why not, and what is wrong though it is both, for people; empty when all is well
 */
public record EngineHealth(boolean live, boolean ready, List<String> reasons) {
  public EngineHealth {
    reasons = List.copyOf(reasons);
  }
}
