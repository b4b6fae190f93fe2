package io.machinenative.axiom.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether a URI is one of a template, and what its variables are: of the forms {@code
 * {name}}, text without a slash, and {@code {+name}}, any text. Immutable, any thread; matching
 * takes time linear in the URI for each variable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6570">RFC 6570, URI Template</a>
 */
public final class UriTemplate {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\+?)([A-Za-z0-9_.]+)\\}");

  /** As many variables make matching cheap, whatever the URI. */
  private static final int MOST_VARIABLES = 8;

  private final List<String> names = new ArrayList<>();
  private final Pattern pattern;

  /**
   * @throws IllegalArgumentException when it is no template of these forms
   */
  public UriTemplate(String template) {
    StringBuilder regex = new StringBuilder();
    Matcher variables = VARIABLE.matcher(template);
    int literal = 0;
    while (variables.find()) {
      regex.append(literal(template, literal, variables.start()));
      regex.append(variables.group(1).isEmpty() ? "([^/]+?)" : "(.+?)");
      names.add(variables.group(2));
      literal = variables.end();
    }
    regex.append(literal(template, literal, template.length()));
    pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    if (names.isEmpty() || names.size() > MOST_VARIABLES) {
      throw new IllegalArgumentException(
          "expected a template with 1 to " + MOST_VARIABLES + " variables, got '" + template + "'");
    }
  }

  private static String literal(String template, int start, int end) {
    String text = template.substring(start, end);
    if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
      throw new IllegalArgumentException(
          "expected variables like {name} or {+name}, got '" + template + "'");
    }
    return Pattern.quote(text);
  }

  /** Of its variables, in their order. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** Whether a URI is one of it. */
  public boolean matches(String uri) {
    return pattern.matcher(uri).matches();
  }

  /** The variables of a URI, decoded; empty when it is none of this template. */
  public Optional<Map<String, String>> variables(String uri) {
    Matcher matcher = pattern.matcher(uri);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), decoded(matcher.group(i + 1)));
    }
    return Optional.of(values);
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException _) {
      return value; // percent signs that encode nothing
    }
  }
}
