package io.machinenative.axiom.engine.registry.metadata;

import java.util.Arrays;
import java.util.List;

/** Places in a JSON value, as RFC 6901 writes them. Stateless. */
final class JsonPointer {
  private JsonPointer() {}

  /** The place of a property or an element below another. */
  static String below(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  /**
   * The names on the way to a place.
   *
   * @throws IllegalArgumentException when the text is no pointer
   */
  static List<String> names(String pointer) {
    if (pointer.isEmpty()) {
      return List.of();
    }
    if (!pointer.startsWith("/")) {
      throw new IllegalArgumentException(
          "expected a JSON Pointer, empty or with a slash in front, got '" + pointer + "'");
    }
    return Arrays.stream(pointer.substring(1).split("/", -1))
        .map(name -> name.replace("~1", "/").replace("~0", "~"))
        .toList();
  }
}
