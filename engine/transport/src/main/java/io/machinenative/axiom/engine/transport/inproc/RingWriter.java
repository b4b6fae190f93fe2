package io.machinenative.axiom.engine.transport.inproc;

import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.FrameWriter;
import io.machinenative.axiom.engine.pipeline.Outcome;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * Claims frames in a ring, where the other side reads them in place. Whether the connection still
 * lives is for its owner to check before {@link #claim}. Owned by one thread; allocates nothing.
 */
final class RingWriter implements FrameWriter {
  private static final int FRAME_TYPE_ID = 1;
  private static final int NONE = -1;

  private final OneToOneRingBuffer ring;
  private final int maxFrameBytes;
  private int claimed = NONE;

  RingWriter(OneToOneRingBuffer ring) {
    this.ring = ring;
    this.maxFrameBytes = Math.min(WireLimits.MAX_FRAME_BYTES, ring.maxMsgLength());
  }

  @Override
  public int claim(int length) {
    assert claimed == NONE : "a claim is open already";
    if (length > maxFrameBytes) {
      return Outcome.TOO_LARGE;
    }
    int index = ring.tryClaim(FRAME_TYPE_ID, length);
    if (index < 0) {
      return Outcome.BACK_PRESSURED;
    }
    claimed = index;
    return Outcome.OK;
  }

  @Override
  public MutableDirectBuffer buffer() {
    return ring.buffer();
  }

  @Override
  public int offset() {
    return claimed;
  }

  @Override
  public void commit() {
    assert claimed != NONE : "no claim is open";
    ring.commit(claimed);
    claimed = NONE;
  }

  @Override
  public void abort() {
    assert claimed != NONE : "no claim is open";
    ring.abort(claimed);
    claimed = NONE;
  }

  /** Aborts what is claimed, if anything: the ring is about to be closed. */
  void abortOpenClaim() {
    if (claimed != NONE) {
      abort();
    }
  }

  @Override
  public int maxFrameBytes() {
    return maxFrameBytes;
  }
}
