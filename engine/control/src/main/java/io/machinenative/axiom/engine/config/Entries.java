package io.machinenative.axiom.engine.config;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One entry of a list in a configuration file: members by name, each read once. What was not read
 * in the end is a name that nobody knows. Not thread-safe.
 */
final class Entries {
  private final Map<?, ?> members;
  private final String where;
  private final Set<String> read = new HashSet<>();

  private Entries(Map<?, ?> members, String where) {
    this.members = members;
    this.where = where;
  }

  /** Turns an entry into what it means. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Entries entry);
  }

  /**
   * Reads a list of entries.
   *
   * @param where for errors: file and key
   * @throws ConfigException when it is no list of entries, or one does not fit
   */
  static <T> List<T> of(Object value, String where, Reader<T> reader) {
    if (!(value instanceof List<?> list) || !list.stream().allMatch(Map.class::isInstance)) {
      throw new ConfigException(where + ": expected a list of entries, got '" + value + "'");
    }
    return list.stream()
        .map(one -> {
          Entries entry = new Entries((Map<?, ?>) one, where);
          T result = entry.checked(reader);
          entry.requireAllRead();
          return result;
        })
        .toList();
  }

  private <T> T checked(Reader<T> reader) {
    try {
      return reader.read(this);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(where + ": " + e.getMessage(), e);
    }
  }

  private void requireAllRead() {
    for (Object name : members.keySet()) {
      if (!read.contains(name.toString())) {
        throw new ConfigException(where + ": there is no member " + name + "; known are " + read);
      }
    }
  }

  Optional<String> text(String name) {
    read.add(name);
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Map || value instanceof List) {
      throw new ConfigException(where + "." + name + ": expected a text, got '" + value + "'");
    }
    return Optional.of(value.toString());
  }

  String required(String name) {
    return text(name).orElseThrow(() -> new ConfigException(where + ": expected a member " + name));
  }

  /** A list of texts, or one text; empty for none. */
  List<String> texts(String name) {
    read.add(name);
    return switch (members.get(name)) {
      case null -> List.of();
      case List<?> list when list.stream().noneMatch(Entries::isNested) ->
          list.stream().map(Object::toString).toList();
      case Object one when !isNested(one) -> List.of(one.toString());
      case Object other ->
          throw new ConfigException(
              where + "." + name + ": expected a list of texts, got '" + other + "'");
    };
  }

  private static boolean isNested(Object value) {
    return value instanceof Map || value instanceof List;
  }

  Optional<Long> number(String name) {
    return text(name)
        .map(value -> {
          try {
            return Long.parseLong(value);
          } catch (NumberFormatException e) {
            throw new ConfigException(
                where + "." + name + ": expected a number, got '" + value + "'", e);
          }
        });
  }

  Optional<Long> durationNs(String name) {
    return text(name).map(Quantity::nanoseconds);
  }
}
