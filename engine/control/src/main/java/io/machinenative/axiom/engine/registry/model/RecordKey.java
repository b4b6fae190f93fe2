package io.machinenative.axiom.engine.registry.model;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tells records apart: several versions of a name live side by side, and of a service several
 * instances. Immutable; ordered by name, kind, version, instance.
 *
 * <pre>
 *  tool/core.echo@1.0.0
 *  service/payments-checkout-service-v2@2.1.0/10.0.0.7:7400
 *  kind/name@version[/instance]
 * </pre>
 *
 * <p>That text is also the key in the store, in ASCII. It guards the form alone; which names are
 * good ones is said by the validation.
 *
 * @param name 1 to 253 letters, digits, dots, hyphens and underscores, a letter or digit first
 * @param instance 1 to 128 letters, digits, dots, colons, hyphens and underscores; empty but for
 *     services
 */
public record RecordKey(Kind kind, String name, SemanticVersion version, String instance)
    implements Comparable<RecordKey> {
  /** A name's length, at most: that of a DNS name. */
  public static final int MAX_NAME_CHARS = 253;

  /** An instance's length, at most. */
  public static final int MAX_INSTANCE_CHARS = 128;

  private static final Pattern TEXT = Pattern.compile("([a-z]+)/([^@/]+)@([^/]+)(?:/(.+))?");

  public RecordKey {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(version, "version");
    if (!isName(name, MAX_NAME_CHARS, false)) {
      throw new IllegalArgumentException(
          "expected a name of 1 to "
              + MAX_NAME_CHARS
              + " letters, digits, '.', '-' and '_', got "
              + quoted(name));
    }
    if (!instance.isEmpty() && !isName(instance, MAX_INSTANCE_CHARS, true)) {
      throw new IllegalArgumentException(
          "expected an instance of 1 to "
              + MAX_INSTANCE_CHARS
              + " letters, digits, '.', ':', '-' and '_', got "
              + quoted(instance));
    }
    if (!instance.isEmpty() && kind != Kind.SERVICE) {
      throw new IllegalArgumentException(
          "expected an instance only for a service, got "
              + quoted(instance)
              + " for a "
              + kind.label());
    }
  }

  /** Of something that has no instances, or of a service with one. */
  public static RecordKey of(Kind kind, String name, String version) {
    return new RecordKey(kind, name, SemanticVersion.of(version), "");
  }

  /** Of one instance of a service. */
  public static RecordKey service(String name, String version, String instance) {
    return new RecordKey(Kind.SERVICE, name, SemanticVersion.of(version), instance);
  }

  /**
   * Reads the text of a key.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static RecordKey parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a key as kind/name@version[/instance], got " + quoted(text));
    }
    return new RecordKey(
        Kind.of(matcher.group(1)),
        matcher.group(2),
        SemanticVersion.of(matcher.group(3)),
        Objects.requireNonNullElse(matcher.group(4), ""));
  }

  @Override
  public int compareTo(RecordKey other) {
    int order = name.compareTo(other.name);
    if (order == 0) {
      order = kind.compareTo(other.kind);
    }
    if (order == 0) {
      order = version.compareTo(other.version);
    }
    return order == 0 ? instance.compareTo(other.instance) : order;
  }

  @Override
  public String toString() {
    String text = kind.label() + "/" + name + "@" + version;
    return instance.isEmpty() ? text : text + "/" + instance;
  }

  private static boolean isName(String text, int maxChars, boolean withColons) {
    if (text.isEmpty() || text.length() > maxChars || !isLetterOrDigit(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isMark = c == '.' || c == '-' || c == '_' || (withColons && c == ':');
      if (!isMark && !isLetterOrDigit(c)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether bytes are a name or an instance: the same as the constructor asks, of a text that is
   * not at hand as one.
   */
  public static boolean isName(
      byte[] bytes, int offset, int length, int maxChars, boolean withColons) {
    if (length == 0 || length > maxChars || !isLetterOrDigit((char) bytes[offset])) {
      return false;
    }
    for (int i = offset + 1; i < offset + length; i++) {
      char c = (char) bytes[i];
      boolean isMark = c == '.' || c == '-' || c == '_' || (withColons && c == ':');
      if (!isMark && !isLetterOrDigit(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static String quoted(String text) {
    return "'" + (text.length() <= 80 ? text : text.substring(0, 80) + "...") + "'";
  }
}
