package io.machinenative.axiom.engine.registry.model;

import java.util.Objects;
import java.util.Optional;

/**
 * What lies between two versions. Immutable.
 *
 * @param lower empty: from the lowest
 * @param upper empty: up to the highest
 */
public record VersionInterval(Optional<Bound> lower, Optional<Bound> upper) {
  /** Holds every release. */
  public static final VersionInterval ALL = new VersionInterval(Optional.empty(), Optional.empty());

  /** An end of an interval. */
  public record Bound(SemanticVersion version, boolean inclusive) {
    public Bound {
      Objects.requireNonNull(version, "version");
    }
  }

  public VersionInterval {
    Objects.requireNonNull(lower, "lower");
    Objects.requireNonNull(upper, "upper");
  }

  static VersionInterval between(SemanticVersion from, SemanticVersion below) {
    return new VersionInterval(
        Optional.of(new Bound(from, true)), Optional.of(new Bound(below, false)));
  }

  static VersionInterval only(SemanticVersion version) {
    Optional<Bound> bound = Optional.of(new Bound(version, true));
    return new VersionInterval(bound, bound);
  }

  static VersionInterval above(SemanticVersion version, boolean inclusive) {
    return new VersionInterval(Optional.of(new Bound(version, inclusive)), Optional.empty());
  }

  static VersionInterval below(SemanticVersion version, boolean inclusive) {
    return new VersionInterval(Optional.empty(), Optional.of(new Bound(version, inclusive)));
  }

  /** Whether a version is inside; a pre-release only as {@link VersionRange} says. */
  public boolean contains(SemanticVersion version) {
    if (version.isPreRelease() && !names(lower, version) && !names(upper, version)) {
      return false;
    }
    return isAbove(lower, version) && isBelow(upper, version);
  }

  /** What is in both. */
  VersionInterval and(VersionInterval other) {
    return new VersionInterval(narrower(lower, other.lower, 1), narrower(upper, other.upper, -1));
  }

  /** Whether no version at all can be inside. */
  boolean isEmpty() {
    if (lower.isEmpty() || upper.isEmpty()) {
      return false;
    }
    int order = lower.get().version().comparePrecedence(upper.get().version());
    return order > 0 || (order == 0 && !(lower.get().inclusive() && upper.get().inclusive()));
  }

  private static boolean names(Optional<Bound> bound, SemanticVersion preRelease) {
    return bound.isPresent()
        && bound.get().version().isPreRelease()
        && bound.get().version().hasNumbersOf(preRelease);
  }

  private static boolean isAbove(Optional<Bound> lower, SemanticVersion version) {
    if (lower.isEmpty()) {
      return true;
    }
    int order = version.comparePrecedence(lower.get().version());
    return order > 0 || (order == 0 && lower.get().inclusive());
  }

  private static boolean isBelow(Optional<Bound> upper, SemanticVersion version) {
    if (upper.isEmpty()) {
      return true;
    }
    int order = version.comparePrecedence(upper.get().version());
    return order < 0 || (order == 0 && upper.get().inclusive());
  }

  /**
   * @param sign 1: the higher of two lower bounds; -1: the lower of two upper bounds
   */
  private static Optional<Bound> narrower(Optional<Bound> left, Optional<Bound> right, int sign) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.isEmpty() ? right : left;
    }
    int order = sign * left.get().version().comparePrecedence(right.get().version());
    if (order == 0) {
      return left.get().inclusive() ? right : left;
    }
    return order > 0 ? left : right;
  }
}
