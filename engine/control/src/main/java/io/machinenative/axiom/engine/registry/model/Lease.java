package io.machinenative.axiom.engine.registry.model;

import java.util.Objects;
import java.util.Optional;

/**
 * For how long a record stands without a word from its owner. Immutable.
 *
 * @param ttlMs after the last heartbeat; 0: for ever
 * @param expiredFrom the status before the lease expired, to which a heartbeat brings the record
 *     back; empty while it has not expired
 */
public record Lease(long ttlMs, Optional<Status> expiredFrom) {
  /** 30 days. */
  public static final long MAX_TTL_MS = 30L * 24 * 60 * 60 * 1000;

  /** Stands for ever. */
  public static final Lease NONE = new Lease(0, Optional.empty());

  public Lease {
    Objects.requireNonNull(expiredFrom, "expiredFrom");
    if (ttlMs < 0 || ttlMs > MAX_TTL_MS) {
      throw new IllegalArgumentException(
          "expected a lease of 0 to " + MAX_TTL_MS + " ms, got " + ttlMs);
    }
  }

  /** One that has not expired; 0: none. */
  public static Lease ofMs(long ttlMs) {
    return ttlMs == 0 ? NONE : new Lease(ttlMs, Optional.empty());
  }

  /** Whether it can expire. */
  public boolean isBounded() {
    return ttlMs > 0;
  }

  public boolean isExpired() {
    return expiredFrom.isPresent();
  }

  /** The same, as it is after it expired. */
  public Lease expiredFrom(Status status) {
    return new Lease(ttlMs, Optional.of(status));
  }

  /** The same, as it was before it expired. */
  public Lease renewed() {
    return new Lease(ttlMs, Optional.empty());
  }
}
