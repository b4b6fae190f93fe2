package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.Constraint;

/** Which parts of a {@link Constraint} fit which components. Stateless. */
final class ConstraintRules {
  private ConstraintRules() {}

  /**
   * @throws IllegalArgumentException when a part of the constraint would mean nothing on this
   *     component
   */
  static void check(Constraint constraint, ComponentType kind, Class<?> type, String where) {
    require(
        !constraint.optional() || !type.isPrimitive() || !constraint.defaultValue().isEmpty(),
        where,
        "expected a reference type or a default value for an optional component, got " + type);
    require(
        constraint.optional() || constraint.defaultValue().isEmpty(),
        where,
        "expected a default value only on an optional component");
    boolean number = kind == ComponentType.WHOLE_NUMBER || kind == ComponentType.NUMBER;
    require(
        number || !(hasMinimum(constraint) || hasMaximum(constraint)),
        where,
        "expected minimum and maximum only on a number, got " + type);
    require(
        kind == ComponentType.TEXT
            || kind == ComponentType.LIST
            || !(hasMinLength(constraint) || hasMaxLength(constraint)),
        where,
        "expected minLength and maxLength only on String and List, got " + type);
    require(
        kind == ComponentType.TEXT || constraint.pattern().isEmpty(),
        where,
        "expected a pattern only on String, got " + type);
  }

  static boolean hasMinimum(Constraint constraint) {
    return constraint.minimum() != Double.NEGATIVE_INFINITY;
  }

  static boolean hasMaximum(Constraint constraint) {
    return constraint.maximum() != Double.POSITIVE_INFINITY;
  }

  static boolean hasMinLength(Constraint constraint) {
    return constraint.minLength() != 0;
  }

  static boolean hasMaxLength(Constraint constraint) {
    return constraint.maxLength() != Integer.MAX_VALUE;
  }

  private static void require(boolean holds, String where, String message) {
    if (!holds) {
      throw new IllegalArgumentException(where + ": " + message);
    }
  }
}
