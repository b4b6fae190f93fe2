package io.machinenative.axiom.engine.workflow.run;

import io.machinenative.axiom.engine.workflow.model.ErrorPolicy.Circuit;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.NanoClock;

/**
 * Remembers over runs which stages keep failing. A closed circuit lets all through; one that saw so
 * many failures in a row opens and lets nobody through for a while; then one attempt decides
 * whether it closes or opens again. Any thread.
 */
public final class CircuitBreakers {
  private final NanoClock clock;
  private final Map<String, State> states = new HashMap<>();

  /** Of one stage. */
  private static final class State {
    private int failures;
    private boolean open;
    private boolean trying;
    private long openedNs;
  }

  public CircuitBreakers(NanoClock clock) {
    this.clock = clock;
  }

  /**
   * Whether an attempt may begin; one that may says later how it went.
   *
   * @param key of the stage: pipeline and name
   */
  synchronized boolean tryEnter(String key, Circuit circuit) {
    State state = states.get(key);
    if (state == null || !state.open) {
      return true;
    }
    boolean halfOpen = clock.nanoTime() - state.openedNs >= circuit.openNs();
    if (!halfOpen || state.trying) {
      return false;
    }
    state.trying = true;
    return true;
  }

  synchronized void succeeded(String key) {
    states.remove(key);
  }

  synchronized void failed(String key, Circuit circuit) {
    State state = states.computeIfAbsent(key, none -> new State());
    state.failures++;
    if (state.trying || state.failures >= circuit.failures()) {
      state.open = true;
      state.openedNs = clock.nanoTime();
    }
    state.trying = false;
  }

  /** An attempt ended without saying anything of the operation: it was cancelled. */
  synchronized void undecided(String key) {
    State state = states.get(key);
    if (state != null) {
      state.trying = false;
    }
  }
}
