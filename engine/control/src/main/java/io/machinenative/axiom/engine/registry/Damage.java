package io.machinenative.axiom.engine.registry;

import java.util.Objects;

/**
 * A record that is there and cannot be read. Immutable.
 *
 * @param key as far as it is known
 * @param cause for people: what was expected and what is there
 */
public record Damage(String key, String cause) {
  public Damage {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(cause, "cause");
  }
}
