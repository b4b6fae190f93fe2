package io.machinenative.axiom.engine.registry.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What is asked to be registered: a record before the registry has stamped it. Immutable.
 *
 * @param status to begin with
 */
public record Registration(
    RecordKey key, Content content, Status status, Health health, Lease lease) {
  public Registration {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(health, "health");
    Objects.requireNonNull(lease, "lease");
  }

  /** Begins as active, of unknown health, without a lease. */
  public static Builder of(RecordKey key) {
    return new Builder(key);
  }

  /** Collects what is said. For one thread. */
  public static final class Builder {
    private final RecordKey key;
    private final List<String> tags = new ArrayList<>();
    private final List<String> capabilities = new ArrayList<>();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private About about = About.NOTHING;
    private Placement placement = Placement.NOWHERE;
    private String type = "";
    private String category = "";
    private Document configuration = Document.EMPTY;
    private Document metadata = Document.EMPTY;
    private String metadataSchema = "";
    private Status status = Status.ACTIVE;
    private Health health = Health.UNKNOWN;
    private Lease lease = Lease.NONE;

    private Builder(RecordKey key) {
      this.key = Objects.requireNonNull(key, "key");
    }

    public Builder about(String title, String description, String author) {
      about = new About(title, description, author);
      return this;
    }

    public Builder placed(String platform, String region, String zone) {
      placement = new Placement(platform, region, zone);
      return this;
    }

    public Builder type(String value) {
      type = value;
      return this;
    }

    public Builder category(String value) {
      category = value;
      return this;
    }

    public Builder tags(String... values) {
      tags.addAll(List.of(values));
      return this;
    }

    public Builder capabilities(String... values) {
      capabilities.addAll(List.of(values));
      return this;
    }

    public Builder endpoint(String uri) {
      endpoints.add(Endpoint.of(uri));
      return this;
    }

    public Builder configuration(Document value) {
      configuration = value;
      return this;
    }

    /**
     * @param schema as {@code name@version}; empty: none
     */
    public Builder metadata(Document value, String schema) {
      metadata = value;
      metadataSchema = schema;
      return this;
    }

    public Builder status(Status value) {
      status = value;
      return this;
    }

    public Builder health(Health value) {
      health = value;
      return this;
    }

    public Builder leaseMs(long ttlMs) {
      lease = Lease.ofMs(ttlMs);
      return this;
    }

    public Registration build() {
      Content content =
          new Content(
              about,
              new Labels(type, category, tags, capabilities),
              placement,
              endpoints,
              configuration,
              metadata,
              metadataSchema);
      return new Registration(key, content, status, health, lease);
    }
  }
}
