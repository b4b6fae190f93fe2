package io.machinenative.axiom.engine.pipeline;

import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The slots of one ingress agent: as many calls as it may have queued or running. Preallocated;
 * owned by that agent.
 *
 * <p>Off-heap: {@code slotCount * 2 * slotBytes}, one half for requests, one for replies.
 */
public final class SlotPool {
  private final ByteBuffer allocated;
  private final InvocationSlot[] slots;
  private final int[] free;
  private final boolean[] used;
  private final int agent;
  private int freeCount;

  /**
   * @param agent index of the ingress agent, below {@link InFlight#MAX_AGENTS}
   * @param slotCount calls that may be queued or running
   * @param slotBytes longest request and reply that need no pooled buffer
   */
  public SlotPool(
      int agent,
      int slotCount,
      int slotBytes,
      BufferPool pool,
      SlotEvents events,
      NanoClock clock) {
    if (agent < 0 || agent >= InFlight.MAX_AGENTS) {
      throw new IllegalArgumentException(
          "agent: expected 0 to " + (InFlight.MAX_AGENTS - 1) + ", got " + agent);
    }
    this.agent = agent;
    int stride = BitUtil.align(slotBytes, BitUtil.CACHE_LINE_LENGTH);
    allocated =
        BufferUtil.allocateDirectAligned(
            Math.multiplyExact(slotCount * 2, stride), BitUtil.CACHE_LINE_LENGTH);
    UnsafeBuffer memory = new UnsafeBuffer(allocated);
    slots = new InvocationSlot[slotCount];
    free = new int[slotCount];
    used = new boolean[slotCount];
    for (int i = 0; i < slotCount; i++) {
      UnsafeBuffer request = new UnsafeBuffer(memory, i * 2 * stride, stride);
      UnsafeBuffer reply = new UnsafeBuffer(memory, (i * 2 + 1) * stride, stride);
      slots[i] = new InvocationSlot(i, request, reply, pool, events, clock);
      free[i] = slotCount - 1 - i;
    }
    freeCount = slotCount;
  }

  /** A free slot for a call of that route, or null when all are used. */
  public InvocationSlot acquire(Route route) {
    if (freeCount == 0) {
      return null;
    }
    int index = free[--freeCount];
    used[index] = true;
    slots[index].route(route);
    route.inFlight().enter(agent);
    return slots[index];
  }

  /** Takes a slot back with all that it holds. */
  public void release(InvocationSlot slot) {
    int index = slot.index();
    assert used[index] : "slot " + index + " was released twice";
    slot.route().inFlight().leave(agent);
    slot.clear();
    used[index] = false;
    free[freeCount++] = index;
  }

  /** The memory of all slots, all zeros until the first is acquired. */
  public ByteBuffer memory() {
    return allocated;
  }

  /** Index of the ingress agent that owns this. */
  public int agent() {
    return agent;
  }

  public int capacity() {
    return slots.length;
  }

  public int inUse() {
    return slots.length - freeCount;
  }

  /** The slot of an index, in use or not. */
  public InvocationSlot slot(int index) {
    return slots[index];
  }

  public boolean isUsed(int index) {
    return used[index];
  }
}
