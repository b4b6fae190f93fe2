package io.machinenative.axiom.engine.registry.validation;

import io.machinenative.axiom.engine.registry.model.Registration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a record carries what does harm where it is shown or read: characters that hide or
 * mislead, markup that runs, names that poison objects, secrets in the open. Stateless, any thread;
 * linear in the length of the texts.
 */
final class Security implements TextVisitor {
  private static final Set<String> PROTOTYPE_NAMES =
      Set.of("__proto__", "constructor", "prototype");

  private static final Pattern SECRET =
      Pattern.compile(
          "(?:^|[_.-])(?:password|passwd|secret|token|api[_-]?key|private[_-]?key)$",
          Pattern.CASE_INSENSITIVE);

  /** A secret that is somewhere else is none. */
  private static final Pattern REFERENCE = Pattern.compile("(?:env|file|vault):.*|\\$\\{.*}");

  private final Findings findings;
  private String lastProperty = "";

  private Security(Findings findings) {
    this.findings = findings;
  }

  static void check(Registration registration, Findings findings) {
    TextVisitor.visit(registration, new Security(findings));
    var endpoints = registration.content().endpoints();
    for (int i = 0; i < endpoints.size(); i++) {
      if (EndpointUri.hasCredentials(endpoints.get(i).uri())) {
        findings.add(
            FindingCode.CREDENTIALS_IN_URI,
            "/endpoints/" + i + "/uri",
            "no user and password in a URI",
            "some");
      }
    }
  }

  @Override
  public void onText(Place place, String path, String text) {
    checkCharacters(place, path, text);
    if (runs(text)) {
      findings.add(FindingCode.POTENTIAL_INJECTION, path, "text without active markup", text);
    }
    if (place == Place.PROPERTY) {
      lastProperty = text;
      if (PROTOTYPE_NAMES.contains(text)) {
        findings.add(
            FindingCode.PROTOTYPE_KEY, path, "a name that no language gives a meaning", text);
      }
    } else if (place == Place.VALUE && path.startsWith("/configuration")) {
      checkSecret(path, text);
    }
  }

  private void checkSecret(String path, String text) {
    if (!text.isEmpty()
        && path.endsWith("/" + lastProperty)
        && SECRET.matcher(lastProperty).find()
        && !REFERENCE.matcher(text).matches()) {
      findings.add(
          FindingCode.POSSIBLE_SECRET,
          path,
          "a reference, like env:NAME or file:PATH: everybody reads a record",
          text.length() + " characters");
    }
  }

  private void checkCharacters(Place place, String path, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isControl = Character.isISOControl(c);
      boolean breaksLine = c == '\n' || c == '\t' || c == '\r';
      boolean mayBreak = place == Place.PROSE || place == Place.VALUE;
      if (isControl && !(breaksLine && mayBreak)) {
        findings.add(FindingCode.CONTROL_CHARACTER, path, "no control characters", named(c, i));
        return;
      }
      if (misleads(c) || isUnpaired(text, i)) {
        findings.add(
            FindingCode.MISLEADING_CHARACTER,
            path,
            "no invisible characters, none that turn the direction, no half ones",
            named(c, i));
        return;
      }
    }
  }

  private static String named(char c, int at) {
    return "U+%04X at character %d".formatted((int) c, at);
  }

  /** Of no width, or turning the direction of what follows (UTS 39 and UAX 9). */
  private static boolean misleads(char c) {
    return (c >= '\u200B' && c <= '\u200F')
        || (c >= '\u2028' && c <= '\u202E')
        || (c >= '\u2060' && c <= '\u206F')
        || c == '\u00AD'
        || c == '\u061C'
        || c == '\u180E'
        || c == '\uFEFF'
        || (c >= '\uFFF0' && c <= '\uFFFB');
  }

  private static boolean isUnpaired(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  /** Whether a page that shows the text as it is would run something of it. */
  private static boolean runs(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains("<script")
        || lower.contains("<iframe")
        || lower.contains("javascript:")
        || lower.contains("vbscript:")
        || hasHandler(lower);
  }

  /** Whether there is {@code on...=} within a tag. */
  private static boolean hasHandler(String lower) {
    boolean inTag = false;
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c == '<' || c == '>') {
        inTag = c == '<' && beginsTag(lower, i + 1);
      } else if (inTag
          && !Character.isLetterOrDigit(c)
          && lower.startsWith("on", i + 1)
          && isAssigned(lower, i + 3)) {
        return true;
      }
    }
    return false;
  }

  private static boolean beginsTag(String lower, int at) {
    return at < lower.length() && (Character.isLetter(lower.charAt(at)) || lower.charAt(at) == '/');
  }

  private static boolean isAssigned(String lower, int start) {
    int at = start;
    while (at < lower.length() && Character.isLetter(lower.charAt(at))) {
      at++;
    }
    int end = at;
    while (end < lower.length() && Character.isWhitespace(lower.charAt(end))) {
      end++;
    }
    return at > start && end < lower.length() && lower.charAt(end) == '=';
  }
}
