package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.codec.FragmentEncoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.WireLimits;

/**
 * Messages of one connection that the carrier has not taken yet: in order, in pooled buffers,
 * bounded. Those longer than a frame leave as {@code Fragment}s, as fast as the carrier takes them.
 *
 * <p>Owned by the connection's thread. Allocates its arrays when a message first has to wait, and
 * nothing after that.
 */
public final class OutboundQueue {
  private final int capacity;
  private PooledBuffer[] buffers;
  private int[] lengths;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final FragmentEncoder fragment = new FragmentEncoder();
  private int head;
  private int size;
  private int sent;
  private long messageId;
  private long heldBytes;

  /**
   * @param capacity messages that may wait, above 0
   */
  public OutboundQueue(int capacity) {
    this.capacity = capacity;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public boolean isFull() {
    return size == capacity;
  }

  public int size() {
    return size;
  }

  /** Pooled memory that the waiting messages hold. */
  public long heldBytes() {
    return heldBytes;
  }

  /**
   * Appends a message and takes its buffer over; refused when full, and the buffer stays the
   * caller's.
   *
   * @param buffer holds the message from 0 on, header included
   * @param length of the message
   */
  public boolean offer(PooledBuffer buffer, int length) {
    if (isFull()) {
      return false;
    }
    if (buffers == null) {
      buffers = new PooledBuffer[capacity];
      lengths = new int[capacity];
    }
    int tail = (head + size) % capacity;
    buffers[tail] = buffer;
    lengths[tail] = length;
    heldBytes += buffer.capacity();
    size++;
    return true;
  }

  /**
   * Sends what the carrier takes.
   *
   * @return frames that were sent; 0 when the carrier took none
   */
  public int flush(FrameWriter writer) {
    int frames = 0;
    while (size > 0 && sendNext(writer)) {
      frames++;
    }
    return frames;
  }

  private boolean sendNext(FrameWriter writer) {
    int length = lengths[head];
    if (sent == 0 && length <= writer.maxFrameBytes()) {
      if (writer.claim(length) != Outcome.OK) {
        return false;
      }
      writer.buffer().putBytes(writer.offset(), buffers[head].buffer(), 0, length);
      writer.commit();
      removeHead();
      return true;
    }
    return sendPiece(writer, length);
  }

  private boolean sendPiece(FrameWriter writer, int length) {
    int room = writer.maxFrameBytes() - WireLimits.FRAGMENT_OVERHEAD_BYTES;
    int piece = Math.min(room, length - sent);
    if (writer.claim(WireLimits.FRAGMENT_OVERHEAD_BYTES + piece) != Outcome.OK) {
      return false;
    }
    if (sent == 0) {
      messageId++;
    }
    fragment
        .wrapAndApplyHeader(writer.buffer(), writer.offset(), header)
        .messageId(messageId)
        .totalBytes(length)
        .pieceOffset(sent)
        .putPiece(buffers[head].buffer(), sent, piece);
    writer.commit();
    sent += piece;
    if (sent == length) {
      removeHead();
    }
    return true;
  }

  private void removeHead() {
    heldBytes -= buffers[head].capacity();
    buffers[head].release();
    buffers[head] = null;
    head = (head + 1) % capacity;
    size--;
    sent = 0;
  }

  /** Gives up all that waits: the connection is over. */
  public void release() {
    while (size > 0) {
      removeHead();
    }
  }
}
