package io.machinenative.axiom.engine.registry.validation;

import io.machinenative.axiom.engine.registry.model.Registration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was found of a record in JSON. Immutable.
 *
 * @param registration what it asks for; empty when there are errors
 */
public record Validation(List<Finding> findings, Optional<Registration> registration) {
  public Validation {
    findings = List.copyOf(findings);
    Objects.requireNonNull(registration, "registration");
  }

  /** Whether it may be registered. */
  public boolean isValid() {
    return registration.isPresent();
  }

  /** The same below another path. */
  Validation below(String prefix) {
    return new Validation(findings.stream().map(f -> f.below(prefix)).toList(), registration);
  }
}
