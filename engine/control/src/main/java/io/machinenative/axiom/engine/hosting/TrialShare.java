package io.machinenative.axiom.engine.hosting;

/**
 * Which calls a new version takes first. The same calls, or sessions, for the same seed.
 *
 * @param share of all, above 0 to 1
 * @param bySession whole sessions, rather than single calls
 * @param seed another one chooses others
 */
public record TrialShare(double share, boolean bySession, long seed) {
  public TrialShare {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("expected a share above 0 to 1, got " + share);
    }
  }

  /** A share of the calls. */
  public static TrialShare ofCalls(double share, long seed) {
    return new TrialShare(share, false, seed);
  }

  /** A share of the sessions, each with all its calls. */
  public static TrialShare ofSessions(double share, long seed) {
    return new TrialShare(share, true, seed);
  }
}
