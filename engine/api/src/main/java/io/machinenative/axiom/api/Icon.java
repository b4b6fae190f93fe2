package io.machinenative.axiom.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A picture that clients may show beside a name. Immutable.
 *
 * @param src URI of {@code https:}, {@code http:} or {@code data:}, the picture itself then
 * @param mimeType {@code image/png}, say; empty: as it comes
 * @param sizes that it is made for, {@code 48x48} in pixels or {@code any}; empty: all
 * @param theme of the pages that it is made for; empty: any
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/basic#icons">MCP,
 *     Icons</a>
 */
public record Icon(String src, String mimeType, List<String> sizes, Optional<Theme> theme) {
  /** Longest address: pictures that are part of it are small. */
  public static final int MAX_SRC_CHARS = 32 * 1024;

  private static final Set<String> SCHEMES = Set.of("https", "http", "data");
  private static final Pattern SIZE = Pattern.compile("any|[0-9]{1,5}x[0-9]{1,5}");

  /** What a picture is made to stand on. */
  public enum Theme {
    LIGHT,
    DARK
  }

  public Icon {
    Objects.requireNonNull(mimeType, "mimeType");
    Objects.requireNonNull(theme, "theme");
    sizes = List.copyOf(sizes);
    if (src.length() > MAX_SRC_CHARS) {
      throw new IllegalArgumentException(
          "expected an icon of at most " + MAX_SRC_CHARS + " characters, got " + src.length());
    }
    if (!isAddress(src)) {
      throw new IllegalArgumentException(
          "expected an icon at https:, http: or data:, got '"
              + src.substring(0, Math.min(src.length(), 40))
              + "'");
    }
    for (String size : sizes) {
      if (!SIZE.matcher(size).matches()) {
        throw new IllegalArgumentException(
            "expected a size of an icon such as 48x48, or any, got '" + size + "'");
      }
    }
  }

  private static boolean isAddress(String src) {
    try {
      String scheme = new URI(src).getScheme();
      return scheme != null && SCHEMES.contains(scheme.toLowerCase(Locale.ROOT));
    } catch (URISyntaxException _) {
      return false;
    }
  }

  /** One for all sizes and themes. */
  public static Icon of(String src, String mimeType) {
    return new Icon(src, mimeType, List.of(), Optional.empty());
  }
}
