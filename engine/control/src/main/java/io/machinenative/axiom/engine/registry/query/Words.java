package io.machinenative.axiom.engine.registry.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.registry.form.RecordGlance;
import io.machinenative.axiom.engine.registry.form.RecordGlance.Text;
import java.util.Arrays;
import java.util.Locale;

/**
 * The words of a record that text search finds: of its name and title, in small letters, each once.
 * For one thread; allocates for titles beyond ASCII.
 */
final class Words {
  /** Words of one record, at most. */
  static final int MAX_WORDS = 32;

  private static final int MAX_WORD_CHARS = 64;

  /** A character is at most three bytes, and becomes at most three characters in small letters. */
  private static final int MAX_WORD_BYTES = 9 * MAX_WORD_CHARS;

  private final byte[] bytes = new byte[(MAX_WORDS + 1) * MAX_WORD_BYTES];
  private final int[] offsets = new int[MAX_WORDS + 2];
  private int count;

  /** Takes the words of a record, in place of those before. */
  Words of(RecordGlance record) {
    count = 0;
    add(record.bytes(), record.offset(Text.NAME), record.length(Text.NAME));
    add(record.bytes(), record.offset(Text.TITLE), record.length(Text.TITLE));
    return this;
  }

  private void add(byte[] source, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (source[i] < 0) {
        addUnicode(new String(source, offset, length, UTF_8));
        return;
      }
    }
    addAscii(source, offset, length);
  }

  private void addAscii(byte[] source, int offset, int length) {
    int at = offsets[count];
    for (int i = offset; i < offset + length && count < MAX_WORDS; i++) {
      int c = source[i];
      if (isLetterOrDigit(c)) {
        if (at - offsets[count] < MAX_WORD_CHARS) {
          bytes[at++] = (byte) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
      } else {
        end(at);
        at = offsets[count];
      }
    }
    if (count < MAX_WORDS) {
      end(at);
    }
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  }

  private void addUnicode(String text) {
    int start = 0;
    for (int i = 0; i <= text.length() && count < MAX_WORDS; i++) {
      boolean within = i < text.length() && Character.isLetterOrDigit(text.charAt(i));
      if (!within) {
        if (i > start) {
          int end = Math.min(i, start + MAX_WORD_CHARS);
          byte[] word = text.substring(start, end).toLowerCase(Locale.ROOT).getBytes(UTF_8);
          System.arraycopy(word, 0, bytes, offsets[count], word.length);
          end(offsets[count] + word.length);
        }
        start = i + 1;
      }
    }
  }

  /** A word ends there, unless it is none or one that is known. */
  private void end(int at) {
    int start = offsets[count];
    if (at > start && !has(bytes, start, at - start)) {
      offsets[++count] = at;
    }
  }

  boolean has(byte[] other, int offset, int length) {
    for (int i = 0; i < count; i++) {
      if (Arrays.equals(bytes, offsets[i], offsets[i + 1], other, offset, offset + length)) {
        return true;
      }
    }
    return false;
  }

  int count() {
    return count;
  }

  byte[] bytes() {
    return bytes;
  }

  int offset(int word) {
    return offsets[word];
  }

  int length(int word) {
    return offsets[word + 1] - offsets[word];
  }

  /** Whether a prefix can only be of a whole name, as no word has such a character. */
  static boolean isOfName(String prefix) {
    return prefix.indexOf('.') >= 0 || prefix.indexOf('-') >= 0 || prefix.indexOf('_') >= 0;
  }
}
