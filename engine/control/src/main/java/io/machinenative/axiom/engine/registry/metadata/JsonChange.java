package io.machinenative.axiom.engine.registry.metadata;

import java.util.Objects;

/**
 * One difference of two JSON values, in the terms of JSON Patch (RFC 6902).
 *
 * @param path JSON Pointer of the place
 * @param before what was there; null when nothing was, or a null
 * @param after what is there; null when nothing is, or a null
 */
public record JsonChange(Operation operation, String path, Object before, Object after) {
  /** What is done at the place. */
  public enum Operation {
    ADD,
    REMOVE,
    REPLACE
  }

  public JsonChange {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(path, "path");
  }
}
