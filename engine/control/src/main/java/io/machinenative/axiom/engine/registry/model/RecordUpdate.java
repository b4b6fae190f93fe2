package io.machinenative.axiom.engine.registry.model;

import java.util.Objects;
import java.util.Optional;

/** What of a record is to be another; empty: stays. Immutable. */
public record RecordUpdate(
    Optional<Content> content,
    Optional<Status> status,
    Optional<Health> health,
    Optional<Lease> lease) {
  public RecordUpdate {
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(health, "health");
    Objects.requireNonNull(lease, "lease");
  }

  public static RecordUpdate content(Content content) {
    return new RecordUpdate(
        Optional.of(content), Optional.empty(), Optional.empty(), Optional.empty());
  }

  public static RecordUpdate status(Status status) {
    return new RecordUpdate(
        Optional.empty(), Optional.of(status), Optional.empty(), Optional.empty());
  }

  public static RecordUpdate health(Health health) {
    return new RecordUpdate(
        Optional.empty(), Optional.empty(), Optional.of(health), Optional.empty());
  }

  /** All of it as a registration says. */
  public static RecordUpdate of(Registration registration) {
    return new RecordUpdate(
        Optional.of(registration.content()),
        Optional.of(registration.status()),
        Optional.of(registration.health()),
        Optional.of(registration.lease()));
  }

  /** The record after the update, with the stamp that it had. */
  public RegistryRecord apply(RegistryRecord record) {
    return new RegistryRecord(
        record.key(),
        content.orElse(record.content()),
        status.orElse(record.status()),
        health.orElse(record.health()),
        lease.orElse(record.lease()),
        record.statistics(),
        record.stamp());
  }
}
