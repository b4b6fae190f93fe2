package io.machinenative.axiom.engine.registry.lease;

import io.machinenative.axiom.engine.registry.model.RecordKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers who came and went how often, and suppresses those that do so too often, until they have
 * been calm for a while (after RFC 2439, BGP Route Flap Damping).
 *
 * <pre>
 *  penalty
 *     │        ╱╲ ╱╲                      each time that it goes: + penalty
 *  suppress ··╱··╲··╲·····                between: halves in each half-life
 *     │  ╱╲ ╱      ╲  ╲  suppressed
 *  reuse ·╲╱········╲···╲·····            comes back below reuse, forgotten below half of it
 *     └──────────────────────▶ time
 * </pre>
 *
 * <p>For one thread. Remembers {@value #MAX_HISTORIES} at most; when there are more, those that
 * have been calm for longest are forgotten.
 */
public final class FlapDamping {
  /** Histories kept, at most. */
  public static final int MAX_HISTORIES = 65_536;

  private static final int CHECKED_AT_ONCE = 16;

  private final DampingConfig config;
  private final double ceiling;
  private final Map<RecordKey, History> histories = new LinkedHashMap<>();
  private final Set<RecordKey> suppressed = new HashSet<>();
  private long checkedAtNs;
  private boolean checkedAny;

  public FlapDamping(DampingConfig config) {
    this.config = config;
    ceiling = config.ceiling();
  }

  /** It went. */
  public void withdrawn(RecordKey key, long nowNs) {
    forgetCalm(nowNs);
    History history = histories.remove(key);
    double before = history == null ? 0 : decayed(history, nowNs);
    double penalty = Math.min(ceiling, before + config.penalty());
    histories.put(key, new History(penalty, nowNs));
    if (penalty > config.suppressAbove()) {
      suppressed.add(key);
    }
    if (histories.size() > MAX_HISTORIES) {
      histories.remove(histories.keySet().iterator().next());
    }
  }

  /** Whether it must not come back yet. */
  public boolean isSuppressed(RecordKey key, long nowNs) {
    return suppressed.contains(key) && penalty(key, nowNs) >= config.reuseBelow();
  }

  /**
   * Who may come back from now on; told once each, late by a 64th of a half-life at most.
   *
   * @return in no order, often empty
   */
  public List<RecordKey> released(long nowNs) {
    if (suppressed.isEmpty() || (checkedAny && nowNs - checkedAtNs < config.halfLifeNs() / 64)) {
      return List.of();
    }
    checkedAny = true;
    checkedAtNs = nowNs;
    List<RecordKey> released = new ArrayList<>();
    for (RecordKey key : suppressed) {
      if (penalty(key, nowNs) < config.reuseBelow()) {
        released.add(key);
      }
    }
    released.forEach(suppressed::remove);
    return released;
  }

  /** How bad it is now; 0 when nothing is remembered. */
  public double penalty(RecordKey key, long nowNs) {
    History history = histories.get(key);
    return history == null ? 0 : decayed(history, nowNs);
  }

  public int suppressedCount() {
    return suppressed.size();
  }

  private double decayed(History history, long nowNs) {
    long passedNs = Math.max(0, nowNs - history.atNs);
    return history.penalty * Math.pow(0.5, (double) passedNs / config.halfLifeNs());
  }

  /** Looks at a few of those that have been calm for longest. */
  private void forgetCalm(long nowNs) {
    Iterator<Map.Entry<RecordKey, History>> oldest = histories.entrySet().iterator();
    for (int i = 0; i < CHECKED_AT_ONCE && oldest.hasNext(); i++) {
      Map.Entry<RecordKey, History> entry = oldest.next();
      if (decayed(entry.getValue(), nowNs) >= config.reuseBelow() / 2) {
        return;
      }
      oldest.remove();
    }
  }

  /** Penalties as they were at a time. */
  private record History(double penalty, long atNs) {}
}
