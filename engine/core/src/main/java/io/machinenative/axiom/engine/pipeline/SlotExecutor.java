package io.machinenative.axiom.engine.pipeline;

/** The way from scheduler to tool: runs the call in a slot on the calling thread. */
@FunctionalInterface
public interface SlotExecutor {
  /**
   * Runs the call, and reports its outcome through the slot's {@link SlotEvents} unless the tool
   * deferred it.
   */
  void execute(InvocationSlot slot);
}
