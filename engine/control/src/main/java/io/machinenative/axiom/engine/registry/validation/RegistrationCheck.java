package io.machinenative.axiom.engine.registry.validation;

import io.machinenative.axiom.engine.registry.model.Registration;
import java.util.List;

/** Says what is wrong with what is to be registered. */
@FunctionalInterface
public interface RegistrationCheck {
  /** Finds nothing. */
  RegistrationCheck NONE = registration -> List.of();

  /**
   * @return findings; with an error among them the registration is refused
   */
  List<Finding> check(Registration registration);
}
