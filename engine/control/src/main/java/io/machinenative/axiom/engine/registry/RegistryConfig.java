package io.machinenative.axiom.engine.registry;

import io.machinenative.axiom.engine.registry.lease.BrakeConfig;
import io.machinenative.axiom.engine.registry.lease.DampingConfig;
import java.util.Objects;

/**
 * How a registry is set up. Immutable.
 *
 * @param maxRecords more are refused. Each takes about 200 bytes of heap for its index and its
 *     lease, and its place in the store
 * @param feedChanges changes that watchers may be behind, a power of two. More spares slow watchers
 *     a resync
 * @param feedBytes memory for these changes. Where records are large, it bounds the changes first
 * @param retentionNs a record whose lease expired is kept so long as inactive, then removed; 0: it
 *     is removed at once
 */
public record RegistryConfig(
    int maxRecords,
    int feedChanges,
    long feedBytes,
    long retentionNs,
    BrakeConfig brake,
    DampingConfig damping) {
  /** A million records, 65,536 changes of together 64 MiB, 24 hours. */
  public static final RegistryConfig DEFAULTS =
      new RegistryConfig(
          1_000_000,
          65_536,
          64L << 20,
          24L * 3600 * 1_000_000_000L,
          BrakeConfig.DEFAULTS,
          DampingConfig.DEFAULTS);

  public RegistryConfig {
    if (maxRecords < 1 || feedChanges < 1 || feedBytes < 0 || retentionNs < 0) {
      throw new IllegalArgumentException(
          "expected maxRecords and feedChanges of 1 or more, feedBytes and retentionNs of 0 or"
              + " more, got "
              + maxRecords
              + ", "
              + feedChanges
              + ", "
              + feedBytes
              + ", "
              + retentionNs);
    }
    Objects.requireNonNull(brake, "brake");
    Objects.requireNonNull(damping, "damping");
  }

  /** The same with another retention. */
  public RegistryConfig withRetentionNs(long ns) {
    return new RegistryConfig(maxRecords, feedChanges, feedBytes, ns, brake, damping);
  }
}
