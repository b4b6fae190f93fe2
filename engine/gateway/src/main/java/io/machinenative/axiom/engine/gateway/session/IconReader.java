package io.machinenative.axiom.engine.gateway.session;

import io.machinenative.axiom.api.Icon;
import io.machinenative.axiom.engine.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the icons of what an upstream server lists. Stateless. */
final class IconReader {
  /** Of each thing; and all of their addresses together are no longer than one may be. */
  private static final int MOST = 16;

  private IconReader() {}

  /**
   * @param json as it is listed; null for none
   * @throws IllegalArgumentException when they are none, or too many
   */
  static List<Icon> read(byte[] json) {
    if (json == null) {
      return List.of();
    }
    if (!(Json.read(json) instanceof List<?> list) || list.size() > MOST) {
      throw new IllegalArgumentException("expected a list of at most " + MOST + " icons");
    }
    List<Icon> icons = new ArrayList<>();
    int chars = 0;
    for (Object one : list) {
      if (!(one instanceof Map<?, ?> icon && icon.get("src") instanceof String src)) {
        throw new IllegalArgumentException("expected icons with src");
      }
      chars += src.length();
      icons.add(
          new Icon(
              src,
              icon.get("mimeType") instanceof String type ? type : "",
              icon.get("sizes") instanceof List<?> sizes
                  ? sizes.stream().map(String::valueOf).toList()
                  : List.of(),
              theme(icon.get("theme"))));
    }
    if (chars > Icon.MAX_SRC_CHARS) {
      throw new IllegalArgumentException(
          "expected icons of at most " + Icon.MAX_SRC_CHARS + " characters, got " + chars);
    }
    return icons;
  }

  private static Optional<Icon.Theme> theme(Object name) {
    for (Icon.Theme theme : Icon.Theme.values()) {
      if (theme.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(theme);
      }
    }
    return Optional.empty();
  }
}
