package io.machinenative.axiom.engine.registry.query;

/** By what found records are sorted; where that is equal, by name, kind, version and instance. */
public enum Sort {
  /** Name, then kind, version by precedence, instance. Never changes for a record. */
  NAME,
  /** When it was registered. Changes only when it is registered anew after it was gone. */
  REGISTERED_AT,
  /** When it was changed last. */
  UPDATED_AT,
  /** In the order of {@link io.machinenative.axiom.engine.registry.model.Status}. */
  STATUS
}
