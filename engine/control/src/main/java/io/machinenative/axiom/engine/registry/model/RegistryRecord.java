package io.machinenative.axiom.engine.registry.model;

import java.util.Objects;

/**
 * One thing that a registry knows. Immutable.
 *
 * @param content what its owner says of it
 * @param status changed by its owner, by people, and by an expired lease
 */
public record RegistryRecord(
    RecordKey key,
    Content content,
    Status status,
    Health health,
    Lease lease,
    Statistics statistics,
    Stamp stamp) {
  public RegistryRecord {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(health, "health");
    Objects.requireNonNull(lease, "lease");
    Objects.requireNonNull(statistics, "statistics");
    Objects.requireNonNull(stamp, "stamp");
  }

  /** Of the change that wrote it. */
  public long revision() {
    return stamp.revision();
  }

  /** The same with other statistics. */
  public RegistryRecord withStatistics(Statistics other) {
    return new RegistryRecord(key, content, status, health, lease, other, stamp);
  }

  /** The same with another stamp. */
  public RegistryRecord withStamp(Stamp other) {
    return new RegistryRecord(key, content, status, health, lease, statistics, other);
  }

  /** What would have to be registered to get this record again. */
  public Registration registration() {
    return new Registration(key, content, status, health, lease);
  }
}
