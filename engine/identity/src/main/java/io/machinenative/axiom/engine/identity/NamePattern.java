package io.machinenative.axiom.engine.identity;

/**
 * A name with stars, each for any letters, none among them: {@code files.*}. Matching takes time
 * that grows with the product of both lengths at most, and allocates nothing. Immutable.
 *
 * @param text as it is written
 */
public record NamePattern(String text) {
  /** Whether a name is one of these. */
  public boolean matches(String name) {
    int at = 0;
    int next = 0;
    int star = -1;
    int resume = 0;
    while (at < name.length()) {
      if (next < text.length() && text.charAt(next) == '*') {
        star = next++;
        resume = at;
      } else if (next < text.length() && text.charAt(next) == name.charAt(at)) {
        next++;
        at++;
      } else if (star >= 0) {
        next = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (next < text.length() && text.charAt(next) == '*') {
      next++;
    }
    return next == text.length();
  }
}
