package io.machinenative.axiom.engine.pipeline;

/** The way from dispatch to scheduler. Any ingress agent; never blocks. */
@FunctionalInterface
public interface SlotQueue {
  /**
   * Queues the call in a slot.
   *
   * @return false when there is no room: nothing was queued, the caller answers OVERLOADED
   */
  boolean submit(InvocationSlot slot);
}
