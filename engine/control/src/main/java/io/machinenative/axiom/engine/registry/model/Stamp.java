package io.machinenative.axiom.engine.registry.model;

/**
 * When a record was written. Immutable.
 *
 * @param revision of the change that wrote it, by which it is compared and set
 * @param registeredAtMs since the epoch
 * @param updatedAtMs since the epoch; never before what it was
 */
public record Stamp(long revision, long registeredAtMs, long updatedAtMs) {}
