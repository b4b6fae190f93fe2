package io.machinenative.axiom.engine.json;

import java.util.Objects;

/**
 * One place where a JSON value does not fit its schema.
 *
 * @param path JSON Pointer (RFC 6901) of the place; empty for the whole value
 * @param expected what the schema asks for, for people
 * @param found what is there, shortened
 */
public record Finding(String path, String expected, String found) {
  public Finding {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(found, "found");
  }

  @Override
  public String toString() {
    return (path.isEmpty() ? "(whole value)" : path)
        + ": expected "
        + expected
        + ", found "
        + found;
  }
}
