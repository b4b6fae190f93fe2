package io.machinenative.axiom.engine.registry.naming;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name in its canonical form, {@code {domain}-{name}-{kind}-v{major}}: {@code
 * payments-card-checkout-service-v2} is the second major version of the service {@code
 * card-checkout} in {@code payments}. Immutable.
 *
 * @param domain one word
 * @param name one or more words
 * @param kind one word, for example {@code service}
 * @param major 0 or more
 */
public record CanonicalName(String domain, String name, String kind, long major) {
  private static final Pattern FORM =
      Pattern.compile(
          "([a-z][a-z0-9]*)-([a-z][a-z0-9]*(?:-[a-z0-9]+)*)-([a-z]+)-v(0|[1-9]\\d{0,17})");

  public CanonicalName {
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    String text = text(domain, name, kind, major);
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || !matcher.group(1).equals(domain) || !matcher.group(3).equals(kind)) {
      throw new IllegalArgumentException(
          "expected {domain}-{name}-{kind}-v{major} in kebab-case, got '" + text + "'");
    }
  }

  /** Takes a name apart; empty when it is not of this form. */
  public static Optional<CanonicalName> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new CanonicalName(
                matcher.group(1),
                matcher.group(2),
                matcher.group(3),
                Long.parseLong(matcher.group(4))))
        : Optional.empty();
  }

  private static String text(String domain, String name, String kind, long major) {
    return domain + "-" + name + "-" + kind + "-v" + major;
  }

  @Override
  public String toString() {
    return text(domain, name, kind, major);
  }
}
