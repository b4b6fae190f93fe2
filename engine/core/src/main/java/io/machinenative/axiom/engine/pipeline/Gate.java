package io.machinenative.axiom.engine.pipeline;

import java.util.Objects;

/**
 * What stands between a call and the tools of a plugin: nothing at all for most, whose routes have
 * none. Immutable, but for the calls that are counted in {@link InFlight}.
 *
 * @param plugin for people
 * @param closed why no call passes; null when calls do
 * @param trial another version that takes a share of the calls; null for none
 */
public record Gate(String plugin, Closed closed, Trial trial) {
  /**
   * No call passes.
   *
   * @param reason for callers
   * @param retryAfterMs hint to callers, 0 for none
   */
  public record Closed(String reason, int retryAfterMs) {
    public Closed {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * A share of the calls goes to another version, always the same ones: who is chosen follows from
   * the seed and from the session, or from the session and the call's correlation id.
   *
   * @param other serves that share
   * @param shareOf65536 how many of 65,536 are chosen
   * @param bySession whole sessions are chosen, not single calls
   * @param seed another seed chooses others
   */
  public record Trial(Route other, int shareOf65536, boolean bySession, long seed) {
    /** All of them. */
    public static final int ALL = 1 << 16;

    public Trial {
      Objects.requireNonNull(other, "other");
      if (shareOf65536 < 0 || shareOf65536 > ALL) {
        throw new IllegalArgumentException("expected a share of 0 to 65536, got " + shareOf65536);
      }
    }

    /** Whether a call is one of the share. Allocates nothing. */
    public boolean takes(long sessionId, long correlationId) {
      long hash = mix(seed ^ mix(sessionId));
      if (!bySession) {
        hash = mix(hash ^ correlationId);
      }
      return (hash >>> 48) < shareOf65536;
    }

    /** The finisher of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
    private static long mix(long value) {
      long z = value + 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      return z ^ (z >>> 31);
    }
  }

  /** Nothing but the limit of the route's {@link InFlight}. */
  public static Gate open(String plugin) {
    return new Gate(plugin, null, null);
  }

  /** No call passes. */
  public static Gate closed(String plugin, String reason, int retryAfterMs) {
    return new Gate(plugin, new Closed(reason, retryAfterMs), null);
  }

  public Gate {
    Objects.requireNonNull(plugin, "plugin");
  }

  /** The route that serves a call. Allocates nothing. */
  Route choose(Route route, long sessionId, long correlationId) {
    return trial != null && trial.takes(sessionId, correlationId) ? trial.other() : route;
  }
}
