package io.machinenative.axiom.engine.result;

import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.InvocationSlot;
import io.machinenative.axiom.engine.pipeline.SlotEvents;
import java.nio.charset.StandardCharsets;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Completions and progress on their way from workers to one ingress agent: a ring that many write and one reads.
 *
 * <pre>
 *  completed   | slot index (4) | generation (4) |
 *  progress    | slot index (4) | generation (4) | done (8) | total (8) | text, UTF-8, at most 256 bytes |
 * </pre>
 *
 * <p>A completion is never lost: the ring has room for one of each slot beyond what progress may fill. Writing allocates
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

  private static final int PROGRESS_BYTES = 64 * 1024;

  private final ManyToOneRingBuffer ring;
  private final int progressLimitBytes;
  private final EngineCounters counters;

  /**
   * @param slotCount of the ingress agent's pool
   */
  public SlotEventRing(int slotCount, EngineCounters counters) {
    // Twice the completions, since a ring wraps only at a record's edge and pads what is left before it.
    int capacity =
        BitUtil.findNextPositivePowerOfTwo(PROGRESS_BYTES + 2 * slotCount * COMPLETED_RECORD_BYTES);
    ring =
        new ManyToOneRingBuffer(
            new UnsafeBuffer(
                BufferUtil.allocateDirectAligned(
                    capacity + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
    progressLimitBytes = capacity - 2 * slotCount * COMPLETED_RECORD_BYTES - MAX_TEXT_BYTES - 64;
    this.counters = counters;
  }

  @Override
  public void completed(InvocationSlot slot) {
    int claim = ring.tryClaim(COMPLETED, COMPLETED_BYTES);
    if (claim < 0) {
      throw new IllegalStateException("no room for a completion in a ring of " + ring.capacity());
    }
    MutableDirectBuffer buffer = ring.buffer();
    buffer.putInt(claim, slot.index());
    buffer.putInt(claim + GENERATION_OFFSET, slot.generation());
    ring.commit(claim);
  }

  @Override
  public void progress(InvocationSlot slot, double done, double total, String message) {
    byte[] text = message == null ? new byte[0] : message.getBytes(StandardCharsets.UTF_8);
    int textBytes = Math.min(text.length, MAX_TEXT_BYTES);
    int claim =
        ring.size() < progressLimitBytes ? ring.tryClaim(PROGRESS, TEXT_OFFSET + textBytes) : -1;
    if (claim < 0) {
      counters.increment(EngineCounter.PROGRESS_DROPPED);
      return;
    }
    MutableDirectBuffer buffer = ring.buffer();
    buffer.putInt(claim, slot.index());
    buffer.putInt(claim + GENERATION_OFFSET, slot.generation());
    buffer.putDouble(claim + DONE_OFFSET, done);
    buffer.putDouble(claim + TOTAL_OFFSET, total);
    buffer.putBytes(claim + TEXT_OFFSET, text, 0, textBytes);
    ring.commit(claim);
  }

  /** Ingress agent only. */
  int drain(MessageHandler handler, int limit) {
    return ring.read(handler, limit);
  }
}
