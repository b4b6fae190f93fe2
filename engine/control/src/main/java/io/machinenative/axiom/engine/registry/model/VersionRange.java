package io.machinenative.axiom.engine.registry.model;

import java.util.List;
import java.util.Objects;

/**
 * A set of versions. Immutable. The grammar is that of npm's ranges, without hyphens between
 * versions, and with intervals as Maven and mathematics write them:
 *
 * <pre>
 *  range       = alternative *( "||" alternative )        any of them
 *  alternative = interval / 1*( comparator )              all of the comparators, space between
 *  interval    = ( "[" / "(" ) [partial] "," [partial] ( "]" / ")" ) / "[" partial "]"
 *  comparator  = [ "^" / "~" / "&gt;=" / "&gt;" / "&lt;=" / "&lt;" / "=" ] partial / "*"
 *  partial     = n [ "." n [ "." n [ "-" pre-release ] ] ]        n a number, or x, X, * at the end
 *
 *  ^1.2.3  &gt;=1.2.3 &lt;2.0.0      ^0.2.3  &gt;=0.2.3 &lt;0.3.0      ^0.0.3  &gt;=0.0.3 &lt;0.0.4
 *  ~1.2.3  &gt;=1.2.3 &lt;1.3.0      ~1      &gt;=1.0.0 &lt;2.0.0
 *  1.x     &gt;=1.0.0 &lt;2.0.0      1.2     &gt;=1.2.0 &lt;1.3.0      1.2.3   that one
 *  &gt;1.2    &gt;=1.3.0             &lt;=1.2   &lt;1.3.0             [1.2,2.0)  &gt;=1.2.0 &lt;2.0.0
 * </pre>
 *
 * <p>A pre-release is in a range only when one of the bounds of that alternative is written with a
 * pre-release of the same three numbers: {@code ^1.2.3-rc.1} holds 1.2.3-rc.2, while {@code
 * [1.2,2.0)} holds no 2.0.0-rc.1. Build metadata does not count.
 *
 * @param text as it was written
 * @param alternatives not empty
 */
public record VersionRange(String text, List<VersionInterval> alternatives) {
  /** A range's length, at most. */
  public static final int MAX_CHARS = 256;

  public VersionRange {
    Objects.requireNonNull(text, "text");
    alternatives = List.copyOf(alternatives);
  }

  /**
   * Reads a range.
   *
   * @throws IllegalArgumentException when the text is none, or none that can hold a version
   */
  public static VersionRange of(String text) {
    return new VersionRangeReader(text).read();
  }

  /** Whether a version is in the range. */
  public boolean contains(SemanticVersion version) {
    for (VersionInterval alternative : alternatives) {
      if (alternative.contains(version)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return text;
  }
}
