package io.machinenative.axiom.engine.registry.model;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version by Semantic Versioning 2.0.0 (semver.org). Immutable.
 *
 * <p>{@link #compareTo} is precedence by section 11, and where that is equal the order of the build
 * metadata as text, so that it agrees with {@link #equals}: two versions that differ in their build
 * alone live side by side. {@link #comparePrecedence} leaves the build out.
 *
 * @param major 0 or more
 * @param minor 0 or more
 * @param patch 0 or more
 * @param preRelease dot-separated identifiers, {@code rc.1}; empty: a release
 * @param build dot-separated identifiers; empty: none
 */
public record SemanticVersion(long major, long minor, long patch, String preRelease, String build)
    implements Comparable<SemanticVersion> {
  /** A version's length, at most, so that keys stay within bounds. */
  public static final int MAX_CHARS = 64;

  private static final String NUMBER = "(0|[1-9]\\d{0,17})";
  private static final String PRE_PART = "(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)";
  private static final Pattern FORM =
      Pattern.compile(
          NUMBER
              + "\\."
              + NUMBER
              + "\\."
              + NUMBER
              + "(?:-("
              + PRE_PART
              + "(?:\\."
              + PRE_PART
              + ")*))?(?:\\+([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?");

  public SemanticVersion {
    Objects.requireNonNull(preRelease, "preRelease");
    Objects.requireNonNull(build, "build");
    String text = text(major, minor, patch, preRelease, build);
    if (text.length() > MAX_CHARS || !FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(expected(text));
    }
  }

  /**
   * Reads a version.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static SemanticVersion of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (text.length() > MAX_CHARS || !matcher.matches()) {
      throw new IllegalArgumentException(expected(text));
    }
    return new SemanticVersion(
        Long.parseLong(matcher.group(1)),
        Long.parseLong(matcher.group(2)),
        Long.parseLong(matcher.group(3)),
        Objects.requireNonNullElse(matcher.group(4), ""),
        Objects.requireNonNullElse(matcher.group(5), ""));
  }

  /** A release. */
  public static SemanticVersion of(long major, long minor, long patch) {
    return new SemanticVersion(major, minor, patch, "", "");
  }

  private static String expected(String text) {
    return "expected a version as major.minor.patch[-pre-release][+build] of at most "
        + MAX_CHARS
        + " characters (semver.org), got '"
        + (text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "...")
        + "'";
  }

  /** Whether it comes before the release of its numbers. */
  public boolean isPreRelease() {
    return !preRelease.isEmpty();
  }

  /** Whether the three numbers are the same. */
  public boolean hasNumbersOf(SemanticVersion other) {
    return major == other.major && minor == other.minor && patch == other.patch;
  }

  /** Precedence by section 11 of the specification; 0 also when only the builds differ. */
  public int comparePrecedence(SemanticVersion other) {
    int order = Long.compare(major, other.major);
    if (order == 0) {
      order = Long.compare(minor, other.minor);
    }
    if (order == 0) {
      order = Long.compare(patch, other.patch);
    }
    if (order == 0 && !preRelease.equals(other.preRelease)) {
      order = comparePreReleases(preRelease, other.preRelease);
    }
    return order;
  }

  @Override
  public int compareTo(SemanticVersion other) {
    int order = comparePrecedence(other);
    return order == 0 ? build.compareTo(other.build) : order;
  }

  /** A release is above its pre-releases; identifiers count from the left, fewer are lower. */
  private static int comparePreReleases(String left, String right) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.isEmpty() ? 1 : -1;
    }
    String[] lefts = left.split("\\.", -1);
    String[] rights = right.split("\\.", -1);
    int order = 0;
    for (int i = 0; order == 0 && i < Math.min(lefts.length, rights.length); i++) {
      order = compareIdentifiers(lefts[i], rights[i]);
    }
    return order == 0 ? Integer.compare(lefts.length, rights.length) : order;
  }

  /** Numbers by value and below words; words as ASCII. Numbers have no leading zeros. */
  private static int compareIdentifiers(String left, String right) {
    boolean leftIsNumber = isNumber(left);
    boolean rightIsNumber = isNumber(right);
    if (leftIsNumber != rightIsNumber) {
      return leftIsNumber ? -1 : 1;
    }
    int byLength = leftIsNumber ? Integer.compare(left.length(), right.length()) : 0;
    return byLength == 0 ? left.compareTo(right) : byLength;
  }

  private static boolean isNumber(String identifier) {
    return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String text(long major, long minor, long patch, String preRelease, String build) {
    return major
        + "."
        + minor
        + "."
        + patch
        + (preRelease.isEmpty() ? "" : "-" + preRelease)
        + (build.isEmpty() ? "" : "+" + build);
  }

  @Override
  public String toString() {
    return text(major, minor, patch, preRelease, build);
  }
}
