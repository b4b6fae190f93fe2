package io.machinenative.axiom.engine.registry.validation;

import java.util.Objects;

/**
 * One thing that is wrong with a record. Immutable.
 *
 * @param path where, as a JSON Pointer (RFC 6901) into the record's JSON form; empty: the whole
 * @param expected what should be there, for people
 * @param found what is there, shortened
 * @param suggestion what to put there; empty when there is none
 */
public record Finding(
    FindingCode code,
    String path,
    Severity severity,
    String expected,
    String found,
    String suggestion) {
  private static final int MAX_FOUND_CHARS = 80;

  public Finding {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(suggestion, "suggestion");
    found = shown(found);
  }

  /** As grave as its code, without a suggestion. */
  public static Finding of(FindingCode code, String path, String expected, String found) {
    return new Finding(code, path, code.severity(), expected, found, "");
  }

  /** The same as an error. */
  Finding asError() {
    return new Finding(code, path, Severity.ERROR, expected, found, suggestion);
  }

  /** The same below another path. */
  Finding below(String prefix) {
    return new Finding(code, prefix + path, severity, expected, found, suggestion);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** Shortened, and without characters that do harm where findings are shown. */
  private static String shown(String text) {
    int length = Math.min(text.length(), MAX_FOUND_CHARS);
    StringBuilder shown = new StringBuilder(length + 3);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean plain = Character.isLetterOrDigit(c) || (c >= ' ' && c < 0x7F);
      shown.append(plain ? c : '\uFFFD');
    }
    return length < text.length() ? shown.append("...").toString() : shown.toString();
  }

  @Override
  public String toString() {
    return severity
        + " "
        + code
        + " at "
        + (path.isEmpty() ? "(whole record)" : path)
        + ": expected "
        + expected
        + ", found "
        + found
        + (suggestion.isEmpty() ? "" : "; try " + suggestion);
  }
}
