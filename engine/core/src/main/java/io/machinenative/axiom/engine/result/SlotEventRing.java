package io.machinenative.axiom.engine.result;

import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.InvocationSlot;
import io.machinenative.axiom.engine.pipeline.SlotEvents;
import io.machinenative.axiom.engine.pipeline.Text;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Completions and progress on their way from workers to one ingress agent: a ring that many write
 * and one reads.
 *
 * <pre>
 *  completed   | slot index (4) | generation (4) |
 *  progress    | slot index (4) | generation (4) | done (8) | total (8) | text, UTF-8, at most 256 bytes |
 * </pre>
 *
 * <p>A completion is never lost: the ring has room for one of each slot beyond what progress may
 * fill, and the number of progress events in it is limited before one is written. Writing allocates
 * nothing but the bytes of a progress text.
 */
public final class SlotEventRing implements SlotEvents {
  static final int COMPLETED = 1;
  static final int PROGRESS = 2;

  static final int GENERATION_OFFSET = 4;
  static final int DONE_OFFSET = 8;
  static final int TOTAL_OFFSET = 16;
  static final int TEXT_OFFSET = 24;

  private static final int COMPLETED_BYTES = 8;
  private static final int MAX_TEXT_BYTES = 256;

  /** Ring record of a completion: 8 bytes of header and 8 of message, aligned to 8. */
  private static final int COMPLETED_RECORD_BYTES = 16;

  /** Longest ring record of a progress event: 8 bytes of header, 24 of fields, and its text. */
  private static final int PROGRESS_RECORD_BYTES = 8 + TEXT_OFFSET + MAX_TEXT_BYTES;

  private static final int PROGRESS_BYTES = 64 * 1024;

  /**
   * Progress events that may wait: those that fit, and one less for what a ring pads before it
   * wraps.
   */
  private static final int MAX_PROGRESS = PROGRESS_BYTES / PROGRESS_RECORD_BYTES - 1;

  private final ManyToOneRingBuffer ring;
  private final AtomicInteger progressWaiting = new AtomicInteger();

  /** Read, and not yet subtracted. Ingress agent only. */
  private int progressTaken;

  private final EngineCounters counters;

  /** Ends the ingress agent's wait; set before the first call. */
  private Runnable wakeup = () -> {};

  /**
   * @param slotCount of the ingress agent's pool
   */
  public SlotEventRing(int slotCount, EngineCounters counters) {
    int capacity =
        BitUtil.findNextPositivePowerOfTwo(PROGRESS_BYTES + slotCount * COMPLETED_RECORD_BYTES);
    ring =
        new ManyToOneRingBuffer(
            new UnsafeBuffer(
                BufferUtil.allocateDirectAligned(
                    capacity + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
    this.counters = counters;
  }

  @Override
  public void completed(InvocationSlot slot) {
    int claim = claim(COMPLETED, COMPLETED_BYTES);
    MutableDirectBuffer buffer = ring.buffer();
    buffer.putInt(claim, slot.index());
    buffer.putInt(claim + GENERATION_OFFSET, slot.generation());
    ring.commit(claim);
    wakeup.run();
  }

  @Override
  public void progress(InvocationSlot slot, double done, double total, String message) {
    byte[] text = Text.bytes(message, MAX_TEXT_BYTES);
    if (progressWaiting.incrementAndGet() > MAX_PROGRESS) {
      progressWaiting.decrementAndGet();
      counters.increment(EngineCounter.PROGRESS_DROPPED);
      return;
    }
    int claim = claim(PROGRESS, TEXT_OFFSET + text.length);
    MutableDirectBuffer buffer = ring.buffer();
    buffer.putInt(claim, slot.index());
    buffer.putInt(claim + GENERATION_OFFSET, slot.generation());
    buffer.putDouble(claim + DONE_OFFSET, done);
    buffer.putDouble(claim + TOTAL_OFFSET, total);
    buffer.putBytes(claim + TEXT_OFFSET, text, 0, text.length);
    ring.commit(claim);
    wakeup.run();
  }

  private int claim(int type, int length) {
    int claim = ring.tryClaim(type, length);
    if (claim < 0) {
      throw new IllegalStateException("no room for an event in a ring of " + ring.capacity());
    }
    return claim;
  }

  /** Whom to wake when an event was written. Before the agents start. */
  public void onEvent(Runnable whatEndsTheWait) {
    wakeup = whatEndsTheWait;
  }

  /** Whether no event waits. Any thread. */
  public boolean isEmpty() {
    return ring.size() == 0;
  }

  /** Ingress agent only. */
  int drain(MessageHandler handler, int limit) {
    int taken = ring.read(handler, limit);
    // Only now has the ring its memory back.
    if (progressTaken > 0) {
      progressWaiting.addAndGet(-progressTaken);
      progressTaken = 0;
    }
    return taken;
  }

  /** The event that is being handled is progress. Ingress agent only. */
  void onProgressTaken() {
    progressTaken++;
  }
}
