package io.machinenative.axiom.natives.link;

/**
 * A library's functions, when it can be used.
 *
 * <p>Keep {@link #functions} in a {@code static final} field: the JIT then treats each handle in
 * the record as a constant, and a call costs some nanoseconds.
 *
 * @param functions a record of method handles; null when the library cannot be used
 * @param availability which file it is, or why there is none
 * @param kind the {@link Candidate#kind} that was linked; empty when none
 */
public record Linked<R extends Record>(R functions, Availability availability, String kind) {
  public Linked {
    if ((functions != null) != availability.usable()) {
      throw new IllegalArgumentException(
          "expected functions exactly when usable, actual " + availability);
    }
  }

  public Linked(R functions, Availability availability) {
    this(functions, availability, "");
  }

  public boolean isUsable() {
    return functions != null;
  }
}
