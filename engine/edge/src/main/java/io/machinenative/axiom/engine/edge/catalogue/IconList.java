package io.machinenative.axiom.engine.edge.catalogue;

import io.machinenative.axiom.api.Icon;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import java.util.List;
import java.util.Locale;

/** Writes icons as MCP has them. Stateless. */
final class IconList {
  private IconList() {}

  /** Adds the member {@code icons}, after another one; nothing when there are none. */
  static void add(ByteSink json, List<Icon> icons) {
    if (icons.isEmpty()) {
      return;
    }
    String before = ",\"icons\":[";
    for (Icon icon : icons) {
      json.put(before).put("{\"src\":").text(icon.src());
      if (!icon.mimeType().isEmpty()) {
        json.put(",\"mimeType\":").text(icon.mimeType());
      }
      if (!icon.sizes().isEmpty()) {
        json.put(",\"sizes\":[\"").put(String.join("\",\"", icon.sizes())).put("\"]");
      }
      icon.theme()
          .ifPresent(theme -> json.put(",\"theme\":").text(theme.name().toLowerCase(Locale.ROOT)));
      json.put('}');
      before = ",";
    }
    json.put(']');
  }
}
