package io.machinenative.axiom.engine.identity;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.engine.access.Gcra;
import io.machinenative.axiom.engine.access.Meter;
import io.machinenative.axiom.engine.access.SlidingWindow;
import io.machinenative.axiom.engine.config.RateConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The meters of the rates of a configuration: one for all that is counted together, however many
 * sessions and credentials it has. Those that were not asked for longest are forgotten when there
 * are too many: what they counted begins anew.
 *
 * <p>Any thread; locks, but only where a caller's grants are made, never for a call.
 */
final class Rates {
  /** Meters that are kept at once. */
  static final int MOST = 100_000;

  private record Compiled(RateConfig config, NamePattern tools, NamePattern who) {}

  private record Key(int rate, String issuer, String principal, String tool) {}

  private final List<Compiled> rates = new ArrayList<>();
  private final Map<Key, Meter> meters = new LinkedHashMap<>(16, 0.75f, true);
  private final long originNs;

  /**
   * @throws IllegalArgumentException when a rate cannot be kept, naming it
   */
  Rates(List<RateConfig> configs, long originNs) {
    this.originNs = originNs;
    for (RateConfig config : configs) {
      rates.add(
          new Compiled(
              config,
              new NamePattern(config.tools()),
              config.who().map(NamePattern::new).orElse(null)));
      meter(config);
    }
  }

  boolean isEmpty() {
    return rates.isEmpty();
  }

  /** What counts a caller's calls of a tool; null for nothing. */
  Meter[] meters(Principal principal, String tool) {
    List<Meter> counting = null;
    for (int i = 0; i < rates.size(); i++) {
      Compiled rate = rates.get(i);
      boolean counts =
          rate.tools().matches(tool)
              && (rate.who() == null || rate.who().matches(principal.name()));
      if (counts) {
        counting = counting == null ? new ArrayList<>() : counting;
        counting.add(meter(i, rate.config(), principal, tool));
      }
    }
    return counting == null ? null : counting.toArray(new Meter[0]);
  }

  private synchronized Meter meter(int index, RateConfig rate, Principal principal, String tool) {
    Key key =
        switch (rate.per()) {
          case PRINCIPAL -> new Key(index, principal.issuer(), principal.name(), "");
          case TOOL -> new Key(index, "", "", tool);
          case PRINCIPAL_TOOL -> new Key(index, principal.issuer(), principal.name(), tool);
          case SERVER -> new Key(index, "", "", "");
        };
    Meter meter = meters.get(key);
    if (meter == null) {
      meter = meter(rate);
      meters.put(key, meter);
      if (meters.size() > MOST) {
        meters.remove(meters.keySet().iterator().next());
      }
    }
    return meter;
  }

  private Meter meter(RateConfig rate) {
    try {
      return rate.sliding()
          ? new SlidingWindow(rate.name(), rate.calls(), rate.periodNs(), originNs)
          : new Gcra(rate.name(), rate.calls(), rate.periodNs(), rate.burst(), originNs);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException("limits.rates: " + rate.name() + ": " + e.getMessage(), e);
    }
  }
}
