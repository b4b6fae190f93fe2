package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The words of a record that text search finds: of its name and title. Stateless. */
final class Words {
  /** Words of one record, at most. */
  static final int MAX_WORDS = 32;

  private static final int MAX_WORD_CHARS = 64;

  private Words() {}

  static Set<String> of(RegistryRecord record) {
    Set<String> words = new LinkedHashSet<>();
    addWords(record.key().name(), words);
    addWords(record.content().about().title(), words);
    return words;
  }

  private static void addWords(String text, Set<String> words) {
    int start = 0;
    for (int i = 0; i <= text.length() && words.size() < MAX_WORDS; i++) {
      boolean within = i < text.length() && Character.isLetterOrDigit(text.charAt(i));
      if (!within) {
        if (i > start) {
          int end = Math.min(i, start + MAX_WORD_CHARS);
          words.add(text.substring(start, end).toLowerCase(Locale.ROOT));
        }
        start = i + 1;
      }
    }
  }

  /** Whether a prefix can only be of a whole name, as no word has such a character. */
  static boolean isOfName(String prefix) {
    return prefix.indexOf('.') >= 0 || prefix.indexOf('-') >= 0 || prefix.indexOf('_') >= 0;
  }
}
