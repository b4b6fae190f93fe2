package io.machinenative.axiom.engine.registry;

/** What a heartbeat came to. */
public enum Heartbeat {
  /** The lease runs for another period. */
  RENEWED,
  /** The lease had expired; the record is back as it was. */
  REVIVED,
  /**
   * The lease had expired too often, or the store has no room to write that it is back: the record
   * stays inactive for a while. Keep sending.
   */
  SUPPRESSED,
  /** The record has no lease: nothing was to do. */
  UNLEASED,
  /** There is no such record: register it again. */
  UNKNOWN
}
