package io.machinenative.axiom.engine.registry.naming;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks names against the taxonomy, and suggests ones that keep to it. Stateless, any thread; the
 * time is linear in a name's length, of which no more than 2,048 characters are looked at.
 */
public final class Names {
  /** A name's length, at most. */
  public static final int MAX_CHARS = 253;

  /** Length between two dots, at most. */
  public static final int MAX_LABEL_CHARS = 63;

  private static final int MAX_CHARS_LOOKED_AT = 2048;
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern LEADING_DIGITS = Pattern.compile("^\\d+");
  private static final Pattern TRAILING_VERSION = Pattern.compile("v?\\d+");

  private Names() {}

  /** Whether it is words of small letters and digits with single hyphens between. */
  public static boolean isKebab(String text) {
    return text.length() <= MAX_CHARS && isKebab(text, 0, text.length());
  }

  private static boolean isKebab(String text, int start, int end) {
    if (start == end || !isLetter(text.charAt(start)) || text.charAt(end - 1) == '-') {
      return false;
    }
    for (int i = start + 1; i < end; i++) {
      char c = text.charAt(i);
      boolean isHyphen = c == '-' && text.charAt(i - 1) != '-';
      if (!isHyphen && !isLetter(c) && !(c >= '0' && c <= '9')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  /** Whether a name says whose it is, as {@code com.acme.billing} does. */
  public static boolean hasNamespace(String name) {
    return name.indexOf('.') >= 0;
  }

  /**
   * Which rule a name breaks. A name with dots is of its owner's namespace and keeps to the form
   * alone; one without is also asked to be canonical.
   *
   * @param kind of the record, one word
   * @param major version of the record
   * @return the gravest, or nothing
   */
  public static Optional<NameViolation> check(String name, String kind, long major) {
    Optional<NameRule> broken = brokenForm(name);
    if (broken.isEmpty() && !hasNamespace(name) && !isCanonical(name, kind, major)) {
      broken = Optional.of(NameRule.CANONICAL);
    }
    return broken.map(rule -> new NameViolation(rule, name, suggestion(name, kind, major)));
  }

  private static Optional<NameRule> brokenForm(String name) {
    if (name.isEmpty()) {
      return Optional.of(NameRule.NOT_EMPTY);
    }
    if (name.length() > MAX_CHARS) {
      return Optional.of(NameRule.WITHIN_253);
    }
    boolean hasNamespace = hasNamespace(name);
    int start = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || name.charAt(i) == '.') {
        if (!isKebab(name, start, i)) {
          return Optional.of(NameRule.KEBAB);
        }
        if (hasNamespace && i - start > MAX_LABEL_CHARS) {
          return Optional.of(NameRule.LABEL_WITHIN_63);
        }
        start = i + 1;
      }
    }
    return Optional.empty();
  }

  private static boolean isCanonical(String name, String kind, long major) {
    String end = "-" + kind + "-v" + major;
    int nameEnd = name.length() - end.length();
    int domainEnd = name.indexOf('-');
    return name.endsWith(end) && domainEnd < nameEnd && isKebab(name, domainEnd + 1, nameEnd);
  }

  /**
   * A name that keeps to all rules, close to one that does not: accents fall, words are split where
   * their case changes, what has no letter or digit of ASCII becomes a hyphen.
   *
   * @return empty when nothing is left of it
   */
  static String suggestion(String name, String kind, long major) {
    String plain =
        name.length() <= MAX_CHARS_LOOKED_AT ? name : name.substring(0, MAX_CHARS_LOOKED_AT);
    String ascii = MARKS.matcher(Normalizer.normalize(plain, Normalizer.Form.NFKD)).replaceAll("");
    List<String> labels =
        Arrays.stream(ascii.split("\\.", -1))
            .map(Names::kebab)
            .filter(label -> !label.isEmpty())
            .toList();
    if (labels.isEmpty()) {
      return "";
    }
    if (labels.size() > 1) {
      return namespaced(labels);
    }
    return canonical(labels.getFirst(), kind, major);
  }

  private static String kebab(String label) {
    List<String> words = new ArrayList<>(NameCase.words(label));
    while (!words.isEmpty() && Character.isDigit(words.getFirst().charAt(0))) {
      String rest = LEADING_DIGITS.matcher(words.removeFirst()).replaceFirst("");
      if (!rest.isEmpty()) {
        words.addFirst(rest);
      }
    }
    return NameCase.KEBAB.join(words);
  }

  private static String namespaced(List<String> labels) {
    String joined =
        labels.stream()
            .map(label -> shortened(label, MAX_LABEL_CHARS))
            .collect(Collectors.joining("."));
    int end = joined.length();
    while (end > MAX_CHARS) {
      end = joined.lastIndexOf('.', end - 1);
    }
    return joined.substring(0, end);
  }

  private static String canonical(String kebab, String kind, long major) {
    String end = "-" + kind + "-v" + major;
    List<String> words = new ArrayList<>(List.of(kebab.split("-", -1)));
    if (words.size() > 1 && TRAILING_VERSION.matcher(words.getLast()).matches()) {
      words.removeLast();
    }
    if (words.size() > 1 && words.getLast().equals(kind)) {
      words.removeLast();
    }
    if (words.size() == 1) {
      words.addFirst("default");
    }
    if (!Character.isLetter(words.get(1).charAt(0))) {
      words.set(1, "n" + words.get(1));
    }
    return shortened(String.join("-", words), MAX_CHARS - end.length()) + end;
  }

  /** The first words that fit, or the first characters where one word is too long. */
  private static String shortened(String kebab, int maxChars) {
    if (kebab.length() <= maxChars) {
      return kebab;
    }
    int end = kebab.charAt(maxChars) == '-' ? maxChars : kebab.lastIndexOf('-', maxChars);
    boolean twoWordsFit = end > 0 && kebab.indexOf('-') < end;
    String cut = kebab.substring(0, twoWordsFit ? end : maxChars);
    return cut.endsWith("-") ? cut.substring(0, cut.length() - 1) : cut;
  }
}
