package io.machinenative.axiom.engine.registry.naming;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Ways to write a name of several words. A conversion reads the words and writes them anew, so
 * {@code KEBAB.of("HTTPServer_v2")} is {@code http-server-v2}. There and back gives the same kebab
 * name when each of its words begins with a letter.
 */
public enum NameCase {
  /** {@code http-server} */
  KEBAB("-"),
  /** {@code http_server} */
  SNAKE("_"),
  /** {@code HTTP_SERVER} */
  SCREAMING_SNAKE("_"),
  /** {@code httpServer} */
  CAMEL(""),
  /** {@code HttpServer} */
  PASCAL(""),
  /** {@code http.server} */
  DOT("."),
  /** {@code Http Server} */
  TITLE(" ");

  private final String separator;

  NameCase(String separator) {
    this.separator = separator;
  }

  /** A name in this case; empty when it has neither letters nor digits. */
  public String of(String name) {
    return join(words(name));
  }

  /** Words, in lower case, written in this case. */
  public String join(List<String> words) {
    return switch (this) {
      case KEBAB, SNAKE, DOT -> String.join(separator, words);
      case SCREAMING_SNAKE -> String.join(separator, words).toUpperCase(Locale.ROOT);
      case PASCAL, TITLE ->
          words.stream().map(NameCase::capitalised).collect(Collectors.joining(separator));
      case CAMEL ->
          words.isEmpty() ? "" : words.getFirst() + PASCAL.join(words.subList(1, words.size()));
    };
  }

  /**
   * The words of a name, in lower case. A word ends at everything that is neither letter nor digit;
   * and, in a name that has small letters, before a capital that follows a small letter or a digit,
   * and before the last of several capitals that a small letter follows.
   */
  public static List<String> words(String name) {
    boolean hasCase = name.chars().anyMatch(c -> isLower((char) c));
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLetterOrDigit(c)) {
        finish(word, words);
        continue;
      }
      if (hasCase && isUpper(c) && word.length() > 0 && beginsWord(name, i)) {
        finish(word, words);
      }
      word.append(c);
    }
    finish(word, words);
    return words;
  }

  private static boolean beginsWord(String name, int at) {
    boolean afterCapital = isUpper(name.charAt(at - 1));
    boolean beforeSmall = at + 1 < name.length() && isLower(name.charAt(at + 1));
    return !afterCapital || beforeSmall;
  }

  private static void finish(StringBuilder word, List<String> words) {
    if (word.length() > 0) {
      words.add(word.toString().toLowerCase(Locale.ROOT));
      word.setLength(0);
    }
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static boolean isLetterOrDigit(char c) {
    return isUpper(c) || isLower(c) || (c >= '0' && c <= '9');
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }
}
