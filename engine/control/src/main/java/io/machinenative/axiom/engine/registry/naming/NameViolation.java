package io.machinenative.axiom.engine.registry.naming;

import java.util.Objects;

/**
 * A rule that a name breaks. Immutable.
 *
 * @param suggestion a name close to it that breaks no rule; empty when there is none
 */
public record NameViolation(NameRule rule, String name, String suggestion) {
  public NameViolation {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(suggestion, "suggestion");
  }
}
