package io.machinenative.axiom.engine.gateway.call;

import io.machinenative.axiom.engine.config.UpstreamConfig;
import org.agrona.concurrent.NanoClock;

/**
 * Leaves a server alone that keeps failing: after so many failures in a row it opens, and no call
 * goes through for a while; then one call tries, and by its outcome it closes or opens again. Any
 * thread.
 */
public final class Breaker {
  /** How it is. */
  public enum State {
    CLOSED,
    OPEN,
    /** One call tries. */
    HALF_OPEN
  }

  /** {@link #tryEnter}: the call may begin. */
  public static final long ENTERED = 0;

  private final UpstreamConfig.Breaker config;
  private final NanoClock clock;
  private int failures;
  private State state = State.CLOSED;
  private long openedNs;

  public Breaker(UpstreamConfig.Breaker config, NanoClock clock) {
    this.config = config;
    this.clock = clock;
  }

  /**
   * Whether a call may begin; who may says later how it went.
   *
   * @return {@link #ENTERED}, or the nanoseconds after which it is worth another try
   */
  public synchronized long tryEnter() {
    switch (state) {
      case CLOSED -> {
        return ENTERED;
      }
      case OPEN -> {
        long leftNs = config.pauseNs() - (clock.nanoTime() - openedNs);
        if (leftNs <= 0) {
          state = State.HALF_OPEN;
          return ENTERED;
        }
        return leftNs;
      }
      default -> {
        return config.pauseNs();
      }
    }
  }

  /** The server answered, whatever it said. */
  public synchronized void succeeded() {
    failures = 0;
    state = State.CLOSED;
  }

  /** The server failed. */
  public synchronized void failed() {
    failures++;
    if (state == State.HALF_OPEN || (state == State.CLOSED && failures >= config.failures())) {
      state = State.OPEN;
      openedNs = clock.nanoTime();
    }
  }

  /** The call ended without saying anything of the server: it was cancelled. */
  public synchronized void undecided() {
    if (state == State.HALF_OPEN) {
      state = State.OPEN; // and its pause is over: the next call tries
    }
  }

  /** A new connection: what was before counts no more. */
  public synchronized void reset() {
    succeeded();
  }

  public synchronized State state() {
    return state;
  }
}
