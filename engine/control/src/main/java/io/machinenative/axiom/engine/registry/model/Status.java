package io.machinenative.axiom.engine.registry.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where a record is in its life.
 *
 * <pre>
 *                            to
 *  from           registering  active  inactive  deprecated  error  maintenance  unregistering
 *  registering         =          x        x          -         x         -             x
 *  active              -          =        x          x         x         x             x
 *  inactive            x          x        =          x         x         x             x
 *  deprecated          -          x        x          =         x         -             x
 *  error               x          x        x          -         =         x             x
 *  maintenance         -          x        x          x         x         =             x
 *  unregistering       -          -        -          -         -         -             =
 *
 *  x may go there    = stays, no change    - refused
 * </pre>
 *
 * <p>A record may begin as anything but unregistering. An expired lease makes registering, active
 * and deprecated records inactive, and a heartbeat brings them back to what they were. In
 * maintenance no lease expires.
 */
public enum Status {
  /** Announced, not yet of use. */
  REGISTERING,
  /** Serves. */
  ACTIVE,
  /** Does not serve now, and may again. */
  INACTIVE,
  /** Serves, and will not for ever: take a later version. */
  DEPRECATED,
  /** Failed; says so of itself, or is said so. */
  ERROR,
  /** Taken out by people. */
  MAINTENANCE,
  /** On its way out: no new work. */
  UNREGISTERING;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** In lower case, as it is written in JSON. */
  public String label() {
    return label;
  }

  /** Whether a record may go from this status to another, or stay, as the table says. */
  public boolean mayBecome(Status next) {
    if (this == next) {
      return true;
    }
    return switch (this) {
      case REGISTERING ->
          switch (next) {
            case ACTIVE, INACTIVE, ERROR, UNREGISTERING -> true;
            case REGISTERING, DEPRECATED, MAINTENANCE -> false;
          };
      case ACTIVE -> next != REGISTERING;
      case INACTIVE -> true;
      case DEPRECATED -> next != REGISTERING && next != MAINTENANCE;
      case ERROR -> next != DEPRECATED;
      case MAINTENANCE -> next != REGISTERING;
      case UNREGISTERING -> false;
    };
  }

  /** Whether a record may be registered with this status. */
  public boolean mayBegin() {
    return this != UNREGISTERING;
  }

  /** Whether work may be sent there. */
  public boolean serves() {
    return this == ACTIVE || this == DEPRECATED;
  }

  /** Whether an expired lease makes a record of this status inactive. */
  public boolean expires() {
    return this == REGISTERING || this == ACTIVE || this == DEPRECATED;
  }

  /**
   * The status of that label.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Status of(String label) {
    for (Status status : values()) {
      if (status.label.equals(label)) {
        return status;
      }
    }
    throw new IllegalArgumentException(
        "expected one of "
            + Arrays.stream(values()).map(Status::label).collect(Collectors.joining(", "))
            + ", got '"
            + label
            + "'");
  }
}
