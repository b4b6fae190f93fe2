package io.machinenative.axiom.engine.pipeline;

/** Keeps the outcome of a call that may be sent again under its idempotency key. */
@FunctionalInterface
public interface OutcomeKeeper {
  /**
   * Copies what it needs of the outcome in the slot. Called once by the ingress agent, before the
   * slot is recycled.
   */
  void keep(InvocationSlot slot);
}
