package io.machinenative.axiom.engine.scheduler;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.EventTranslatorOneArg;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.machinenative.axiom.engine.pipeline.InvocationSlot;

/**
 * A bounded queue of calls of one priority for one worker: a Disruptor ring with one poller. Any
 * thread offers, the worker polls. Allocates nothing.
 */
final class Lane {
  private static final class Entry {
    InvocationSlot slot;
  }

  private static final EventTranslatorOneArg<Entry, InvocationSlot> PUT =
      (entry, sequence, slot) -> entry.slot = slot;

  private final RingBuffer<Entry> ring;
  private final EventPoller<Entry> poller;
  private final EventPoller.Handler<Entry> takeOne = this::take;
  private InvocationSlot taken;

  /**
   * @param capacity calls that may wait, a power of two
   */
  Lane(int capacity) {
    // The wait strategy serves blocking consumers; a poller never waits.
    ring = RingBuffer.createMultiProducer(Entry::new, capacity, new YieldingWaitStrategy());
    poller = ring.newPoller();
    ring.addGatingSequences(poller.getSequence());
  }

  /** False when the lane is full. */
  boolean offer(InvocationSlot slot) {
    return ring.tryPublishEvent(PUT, slot);
  }

  /** Calls that wait, as far as another thread can tell. */
  int waiting() {
    return (int) Math.max(0, ring.getCursor() - poller.getSequence().get());
  }

  /** The call that waits longest, or null when none does. */
  InvocationSlot poll() {
    taken = null;
    try {
      poller.poll(takeOne);
    } catch (Exception e) {
      throw new IllegalStateException("the lane's own handler threw", e);
    }
    return taken;
  }

  private boolean take(Entry entry, long sequence, boolean endOfBatch) {
    taken = entry.slot;
    entry.slot = null;
    return false;
  }
}
