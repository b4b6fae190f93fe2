package io.machinenative.axiom.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON object's fields by type; what does not fit is named by its place. Immutable.
 *
 * @param path JSON Pointer of the object
 */
record JsonFields(Map<?, ?> values, String path) {
  /**
   * @throws IllegalArgumentException when there is a field of another name
   */
  JsonFields only(Set<String> known) {
    for (Object name : values.keySet()) {
      if (!known.contains(name)) {
        throw failure(
            "/" + name, "one of " + String.join(", ", known.stream().sorted().toList()), name);
      }
    }
    return this;
  }

  boolean has(String name) {
    return values.get(name) != null;
  }

  String required(String name) {
    if (!has(name)) {
      throw failure("/" + name, "a value", "none");
    }
    return text(name);
  }

  /** Empty when it is not there. */
  String text(String name) {
    Object value = values.get(name);
    if (value == null) {
      return "";
    }
    if (value instanceof String text) {
      return text;
    }
    throw failure("/" + name, "text", value);
  }

  long number(String name, long otherwise, long least, long most) {
    Object value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number
        && (value instanceof Integer || value instanceof Long || value instanceof Short)
        && number.longValue() >= least
        && number.longValue() <= most) {
      return number.longValue();
    }
    throw failure("/" + name, "a whole number of " + least + " to " + most, value);
  }

  boolean flag(String name) {
    Object value = values.get(name);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw failure("/" + name, "true or false", value);
  }

  List<?> list(String name) {
    Object value = values.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw failure("/" + name, "an array", value);
  }

  List<String> texts(String name) {
    List<?> list = list(name);
    for (int i = 0; i < list.size(); i++) {
      if (!(list.get(i) instanceof String)) {
        throw failure("/" + name + "/" + i, "text", list.get(i));
      }
    }
    return list.stream().map(String.class::cast).toList();
  }

  JsonFields element(String name, int index) {
    Object value = list(name).get(index);
    String place = "/" + name + "/" + index;
    if (value instanceof Map<?, ?> object) {
      return new JsonFields(object, path + place);
    }
    throw failure(place, "an object", value);
  }

  Optional<Map<?, ?>> object(String name) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Map<?, ?> object) {
      return Optional.of(object);
    }
    throw failure("/" + name, "an object", value);
  }

  IllegalArgumentException failure(String place, String expected, Object got) {
    return new IllegalArgumentException(path + place + ": expected " + expected + ", got " + got);
  }
}
