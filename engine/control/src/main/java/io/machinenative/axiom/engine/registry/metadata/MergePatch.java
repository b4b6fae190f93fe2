package io.machinenative.axiom.engine.registry.metadata;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JSON Merge Patch, RFC 7386: what the patch has is taken, null removes, objects are merged into
 * one another, everything else is replaced whole. Stateless.
 */
public final class MergePatch {
  private MergePatch() {}

  /**
   * A value after a patch.
   *
   * @param target any JSON value; not changed
   * @param patch any JSON value
   */
  public static Object apply(Object target, Object patch) {
    if (!(patch instanceof Map<?, ?> changes)) {
      return patch;
    }
    Map<String, Object> merged = new LinkedHashMap<>();
    if (target instanceof Map<?, ?> object) {
      object.forEach((name, value) -> merged.put((String) name, value));
    }
    changes.forEach((key, value) -> {
      String name = (String) key;
      if (value == null) {
        merged.remove(name);
      } else {
        merged.put(name, apply(merged.get(name), value));
      }
    });
    return merged;
  }

  /** An object after several patches, one after the other. */
  @SafeVarargs
  public static Map<String, Object> merge(Map<String, ?> target, Map<String, ?>... patches) {
    Object merged = apply(Map.of(), target);
    for (Map<String, ?> patch : patches) {
      merged = apply(merged, patch);
    }
    return object(merged);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }
}
