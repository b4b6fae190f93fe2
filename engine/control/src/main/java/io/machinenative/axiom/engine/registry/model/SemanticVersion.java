package io.machinenative.axiom.engine.registry.model;

import java.util.Objects;

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

  /** Each of the three numbers is below: 18 digits. */
  private static final long NUMBER_END = 1_000_000_000_000_000_000L;

  public SemanticVersion {
    Objects.requireNonNull(preRelease, "preRelease");
    Objects.requireNonNull(build, "build");
    boolean isOne =
        isNumber(major)
            && isNumber(minor)
            && isNumber(patch)
            && (preRelease.isEmpty() || areIdentifiers(preRelease, true))
            && (build.isEmpty() || areIdentifiers(build, false));
    // Three numbers of 18 digits, the dots and two marks leave six characters for the rest.
    boolean maybeLong = preRelease.length() + build.length() > 6;
    if (!isOne
        || (maybeLong && text(major, minor, patch, preRelease, build).length() > MAX_CHARS)) {
      throw new IllegalArgumentException(expected(text(major, minor, patch, preRelease, build)));
    }
  }

  /**
   * Reads a version.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static SemanticVersion of(String text) {
    int plus = text.indexOf('+');
    int coreEnd = plus < 0 ? text.length() : plus;
    int hyphen = text.indexOf('-');
    int numbersEnd = hyphen < 0 || hyphen > coreEnd ? coreEnd : hyphen;
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    boolean hasParts = first > 0 && second > first && second < numbersEnd;
    boolean endsEmpty = plus == text.length() - 1 || numbersEnd == coreEnd - 1;
    if (text.length() > MAX_CHARS || !hasParts || endsEmpty) {
      throw new IllegalArgumentException(expected(text));
    }
    return new SemanticVersion(
        number(text, 0, first),
        number(text, first + 1, second),
        number(text, second + 1, numbersEnd),
        numbersEnd == coreEnd ? "" : text.substring(numbersEnd + 1, coreEnd),
        plus < 0 ? "" : text.substring(plus + 1));
  }

  private static long number(String text, int start, int end) {
    int digits = end - start;
    boolean isNumber = digits > 0 && digits <= 18 && (digits == 1 || text.charAt(start) != '0');
    long value = 0;
    for (int i = start; isNumber && i < end; i++) {
      char c = text.charAt(i);
      isNumber = c >= '0' && c <= '9';
      value = value * 10 + (c - '0');
    }
    if (!isNumber) {
      throw new IllegalArgumentException(expected(text));
    }
    return value;
  }

  private static boolean isNumber(long number) {
    return number >= 0 && number < NUMBER_END;
  }

  /** Letters, digits and hyphens between dots; of a pre-release no number with zeros in front. */
  private static boolean areIdentifiers(String text, boolean preRelease) {
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '.') {
        boolean zeroInFront = i - start > 1 && text.charAt(start) == '0';
        if (i == start || (preRelease && zeroInFront && isNumber(text.substring(start, i)))) {
          return false;
        }
        start = i + 1;
      } else if (!isIdentifier(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIdentifier(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
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
