package io.machinenative.axiom.client;

import java.util.Map;
import java.util.Optional;

/** What a watch of the registry tells, in order. Immutable. */
public sealed interface WatchEvent {
  /** A watch that is begun again after this revision misses nothing. */
  long revision();

  /**
   * A record changed.
   *
   * @param type registered, updated, expired, revived or removed
   * @param key {@code kind/name@version[/instance]}
   * @param record after the change; empty when it went, or was left out
   * @param leftOut whether the record is too long for the session: get it
   */
  record Changed(
      long revision, String type, String key, Optional<Map<String, Object>> record, boolean leftOut)
      implements WatchEvent {}

  /** Changes before this revision were missed: read all records; what changes after it is told. */
  record Resync(long revision) implements WatchEvent {}
}
