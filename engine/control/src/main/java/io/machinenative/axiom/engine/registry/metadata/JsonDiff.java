package io.machinenative.axiom.engine.registry.metadata;

import io.machinenative.axiom.engine.registry.metadata.JsonChange.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What makes one JSON value of another: operations of JSON Patch (RFC 6902), of which add, remove
 * and replace are used. Objects are compared by property, arrays by position. Stateless.
 */
public final class JsonDiff {
  private JsonDiff() {}

  /** The operations that turn {@code before} into {@code after}, in the order to do them. */
  public static List<JsonChange> between(Object before, Object after) {
    List<JsonChange> changes = new ArrayList<>();
    compare("", before, after, changes);
    return changes;
  }

  private static void compare(String path, Object before, Object after, List<JsonChange> changes) {
    if (before instanceof Map<?, ?> left && after instanceof Map<?, ?> right) {
      compareObjects(path, left, right, changes);
    } else if (before instanceof List<?> left && after instanceof List<?> right) {
      compareArrays(path, left, right, changes);
    } else if (!Objects.equals(before, after)) {
      changes.add(new JsonChange(Operation.REPLACE, path, before, after));
    }
  }

  private static void compareObjects(
      String path, Map<?, ?> before, Map<?, ?> after, List<JsonChange> changes) {
    before.forEach((key, value) -> {
      String place = JsonPointer.below(path, (String) key);
      if (after.containsKey(key)) {
        compare(place, value, after.get(key), changes);
      } else {
        changes.add(new JsonChange(Operation.REMOVE, place, value, null));
      }
    });
    after.forEach((key, value) -> {
      if (!before.containsKey(key)) {
        String place = JsonPointer.below(path, (String) key);
        changes.add(new JsonChange(Operation.ADD, place, null, value));
      }
    });
  }

  /** What is too many is removed from the end, so that positions hold. */
  private static void compareArrays(
      String path, List<?> before, List<?> after, List<JsonChange> changes) {
    int common = Math.min(before.size(), after.size());
    for (int i = 0; i < common; i++) {
      compare(path + "/" + i, before.get(i), after.get(i), changes);
    }
    for (int i = before.size() - 1; i >= common; i--) {
      changes.add(new JsonChange(Operation.REMOVE, path + "/" + i, before.get(i), null));
    }
    for (int i = common; i < after.size(); i++) {
      changes.add(new JsonChange(Operation.ADD, path + "/" + i, null, after.get(i)));
    }
  }

  /**
   * A value after changes.
   *
   * @param value not changed
   * @throws IllegalArgumentException when there is no such place in it
   */
  public static Object apply(Object value, List<JsonChange> changes) {
    Object changed = value;
    for (JsonChange change : changes) {
      changed = apply(changed, JsonPointer.names(change.path()), change);
    }
    return changed;
  }

  private static Object apply(Object value, List<String> names, JsonChange change) {
    if (names.isEmpty()) {
      return change.after();
    }
    String name = names.getFirst();
    List<String> rest = names.subList(1, names.size());
    boolean isLast = rest.isEmpty();
    if (value instanceof Map<?, ?> object) {
      Map<String, Object> copy = new LinkedHashMap<>(MergePatch.object(object));
      if (!copy.containsKey(name) && !(isLast && change.operation() == Operation.ADD)) {
        throw noPlace(change);
      }
      if (isLast && change.operation() == Operation.REMOVE) {
        copy.remove(name);
      } else {
        copy.put(name, apply(copy.get(name), rest, change));
      }
      return copy;
    }
    if (value instanceof List<?> array) {
      return applyToArray(new ArrayList<>(array), position(name, array, change), rest, change);
    }
    throw noPlace(change);
  }

  private static List<Object> applyToArray(
      List<Object> copy, int position, List<String> rest, JsonChange change) {
    if (!rest.isEmpty() || change.operation() == Operation.REPLACE) {
      copy.set(position, apply(copy.get(position), rest, change));
    } else if (change.operation() == Operation.ADD) {
      copy.add(position, change.after());
    } else {
      copy.remove(position);
    }
    return copy;
  }

  private static int position(String name, List<?> array, JsonChange change) {
    boolean adds = change.operation() == Operation.ADD && change.path().endsWith("/" + name);
    int end = array.size() + (adds ? 1 : 0);
    boolean isNumber = name.matches("0|[1-9]\\d{0,8}");
    if (!isNumber || Integer.parseInt(name) >= end) {
      throw noPlace(change);
    }
    return Integer.parseInt(name);
  }

  private static IllegalArgumentException noPlace(JsonChange change) {
    return new IllegalArgumentException(
        "expected a place to " + change.operation() + " at '" + change.path() + "', got none");
  }
}
