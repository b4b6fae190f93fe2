package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.port.Identity;
import java.util.Objects;

/**
 * Who comes in, and what it may. Immutable.
 *
 * @param identity says who a client is
 * @param guard what callers may do, and how often
 */
public record Access(Identity identity, Guard guard) {
  public Access {
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(guard, "guard");
  }

  /** Everybody comes in, and may everything. */
  public static Access open() {
    return new Access(Identity.open(), Guard.OPEN);
  }
}
