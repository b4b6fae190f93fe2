package io.machinenative.axiom.client;

import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.FrameWriter;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.OutboundQueue;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.PooledBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The way out of a session: room for a message, whatever its length. What fits a frame is written
 * where the link sends it from; what does not is written to a pooled buffer and leaves as
 * fragments, between which short messages pass.
 *
 * <p>Owned by the session's thread. Allocates nothing but pooled memory for long messages.
 */
final class Outbox {
  /** Long messages that may wait; each holds a buffer of its length. */
  static final int MAX_LONG_MESSAGES = 4;

  private final Link link;
  private final BufferPool pool;
  private final CappedWriter frames;
  private final OutboundQueue queue = new OutboundQueue(MAX_LONG_MESSAGES);
  private int maxMessageBytes;
  private MutableDirectBuffer buffer;
  private int offset;
  private PooledBuffer claimed;
  private int claimedBytes;

  Outbox(Link link, BufferPool pool, int maxMessageBytes) {
    this.link = link;
    this.pool = pool;
    this.maxMessageBytes = maxMessageBytes;
    frames = new CappedWriter(link);
  }

  /** Takes the limits that the server named. */
  void limits(int maxMessageBytes, int maxFrameBytes) {
    this.maxMessageBytes = maxMessageBytes;
    frames.limitBytes = maxFrameBytes;
  }

  /**
   * Claims room for a message; {@link #commit()} sends it.
   *
   * @param length of the message, header included
   * @return {@link Outcome#OK}, {@link Outcome#BACK_PRESSURED}, {@link Outcome#CLOSED}, {@link
   *     Outcome#TOO_LARGE} for more than the session takes
   */
  int claim(long length) {
    if (length > maxMessageBytes) {
      return Outcome.TOO_LARGE;
    }
    if (length <= frames.maxFrameBytes()) {
      int outcome = link.claim((int) length);
      if (outcome == Outcome.OK) {
        buffer = link.buffer();
        offset = link.offset();
      }
      return outcome;
    }
    return claimLong((int) length);
  }

  private int claimLong(int length) {
    if (queue.isFull()) {
      return Outcome.BACK_PRESSURED;
    }
    claimed = pool.acquire(length);
    if (claimed == null) {
      return Outcome.BACK_PRESSURED;
    }
    claimedBytes = length;
    buffer = claimed.buffer();
    offset = 0;
    return Outcome.OK;
  }

  MutableDirectBuffer buffer() {
    return buffer;
  }

  int offset() {
    return offset;
  }

  void commit() {
    if (claimed == null) {
      link.commit();
    } else {
      queue.offer(claimed, claimedBytes);
      claimed = null;
      queue.flush(frames);
    }
  }

  /** Sends more pieces of long messages. */
  int flush() {
    return queue.isEmpty() ? 0 : queue.flush(frames);
  }

  /** Whether no long message is under way. */
  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Gives all buffers back: the connection is over. */
  void release() {
    queue.release();
  }

  /** The link, with the frame limit that the server named. */
  private static final class CappedWriter implements FrameWriter {
    private final Link link;
    private int limitBytes = Integer.MAX_VALUE;

    private CappedWriter(Link link) {
      this.link = link;
    }

    @Override
    public int claim(int length) {
      return link.claim(length);
    }

    @Override
    public MutableDirectBuffer buffer() {
      return link.buffer();
    }

    @Override
    public int offset() {
      return link.offset();
    }

    @Override
    public void commit() {
      link.commit();
    }

    @Override
    public void abort() {
      link.abort();
    }

    @Override
    public int maxFrameBytes() {
      return Math.min(limitBytes, link.maxFrameBytes());
    }
  }
}
