package io.machinenative.axiom.engine.json;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of a schema, whoever wrote it: a search that would take long, because the
 * expression has many ways to read one text, is given up, and the text does not fit. Immutable, any
 * thread; a search allocates.
 */
final class BoundedPattern implements RegularExpression {
  /** Characters that one search may look at, again and again: some milliseconds. */
  static final int MAX_LOOKS = 1_000_000;

  private final Pattern pattern;

  /**
   * @throws IllegalArgumentException when it is none that Java understands
   */
  BoundedPattern(String ecmaScript) {
    try {
      pattern = Pattern.compile(withStrictEnd(ecmaScript));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("pattern: " + e.getDescription(), e);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("pattern: nested too deep", e);
    }
  }

  /** The last dollar stands for the end alone there, and for a last line break too here. */
  private static String withStrictEnd(String expression) {
    boolean anchored = expression.endsWith("$") && !expression.endsWith("\\$");
    return anchored ? expression.substring(0, expression.length() - 1) + "\\z" : expression;
  }

  @Override
  public boolean matches(String value) {
    Matcher matcher = pattern.matcher(new CountedText(value));
    try {
      return matcher.find();
    } catch (TooManyLooks | StackOverflowError _) {
      return false;
    }
  }

  /** Ends a search. */
  private static final class TooManyLooks extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyLooks() {
      super(null, null, false, false);
    }
  }

  /** A text that counts how often it is looked at. */
  private static final class CountedText implements CharSequence {
    private final String text;
    private int looks;

    CountedText(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++looks > MAX_LOOKS) {
        throw new TooManyLooks();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
