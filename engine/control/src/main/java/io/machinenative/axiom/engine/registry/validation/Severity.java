package io.machinenative.axiom.engine.registry.validation;

/** How grave a finding is. */
public enum Severity {
  /** It may be meant so. */
  WARNING,
  /** The record is refused. */
  ERROR
}
