package io.machinenative.axiom.engine.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records that cannot be read, so that everything else is served and somebody is told. Counts
 * all, keeps the first {@value #MOST}.
 *
 * <p>Written by the registry's thread, and before it by whoever reads for it while it opens; {@link
 * #shown} by any thread.
 */
final class DamageList {
  /** More are counted, not named. */
  static final int MOST = 100;

  private final Map<String, Damage> named = new LinkedHashMap<>();
  private int unnamed;
  private volatile List<Damage> shown = List.of();

  synchronized void add(String key, String cause) {
    if (named.size() < MOST || named.containsKey(key)) {
      named.put(key, new Damage(key, cause));
      shown = List.copyOf(named.values());
    } else {
      unnamed++;
    }
  }

  /** The record was written anew, or is gone. */
  synchronized void mended(String key) {
    if (named.remove(key) != null) {
      shown = List.copyOf(named.values());
    }
  }

  synchronized int count() {
    return named.size() + unnamed;
  }

  List<Damage> shown() {
    return shown;
  }
}
