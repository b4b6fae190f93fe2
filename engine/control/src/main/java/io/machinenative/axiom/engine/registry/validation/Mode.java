package io.machinenative.axiom.engine.registry.validation;

/** How warnings are taken. */
public enum Mode {
  /** They are told. */
  LENIENT,
  /** They are errors. */
  STRICT
}
