package io.machinenative.axiom.engine.access;

import io.machinenative.axiom.api.Principal;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A verified credential in use: by one session, or by all requests of the edge that present it. Any
 * thread. Owns its {@link Grants}, which are made anew with each epoch and never changed.
 */
public final class Caller {
  /** {@link #expiresNs}: it does not expire. */
  public static final long NEVER = Long.MAX_VALUE;

  private final Principal principal;
  private final long expiresNs;
  private final BooleanSupplier stillGood;

  /**
   * Those of the epoch that was seen last. Plain: an agent that reads an older one makes its own,
   * and what it reads is complete, since all fields of grants are final.
   */
  private Grants grants = Grants.ALL;

  /**
   * @param expiresNs when it ends, on the clock of the data plane; {@link #NEVER}
   * @param stillGood false once the credential was taken back
   */
  public Caller(Principal principal, long expiresNs, BooleanSupplier stillGood) {
    this.principal = Objects.requireNonNull(principal, "principal");
    this.expiresNs = expiresNs;
    this.stillGood = Objects.requireNonNull(stillGood, "stillGood");
  }

  /** A caller that stays as it is. */
  public Caller(Principal principal) {
    this(principal, NEVER, () -> true);
  }

  public Principal principal() {
    return principal;
  }

  /** Whether the credential is good at that time. */
  public boolean isGood(long nowNs) {
    return (expiresNs == NEVER || expiresNs - nowNs > 0) && stillGood.getAsBoolean();
  }

  /** What it may, as of the epoch that was seen last. */
  public Grants grants() {
    return grants;
  }

  /** Keeps what it may from now on. */
  public Grants keep(Grants made) {
    grants = made;
    return made;
  }

  @Override
  public String toString() {
    return principal.toString();
  }
}
