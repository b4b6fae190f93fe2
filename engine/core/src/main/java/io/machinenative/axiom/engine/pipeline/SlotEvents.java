package io.machinenative.axiom.engine.pipeline;

/**
 * The way from whoever runs a tool back to the ingress agent that owns the call. Any thread; never
 * blocks; allocates nothing.
 */
public interface SlotEvents {
  /** The call in the slot has its outcome. Said exactly once for each call; never lost. */
  void completed(InvocationSlot slot);

  /** How far the call in the slot is; dropped and counted when there is no room. */
  void progress(InvocationSlot slot, double done, double total, String message);
}
