package io.machinenative.axiom.engine.pipeline;

import org.agrona.DirectBuffer;

/**
 * Puts the messages of one connection together that came as {@code Fragment}s, in pooled buffers.
 *
 * <p>The declared length is checked against the limit before memory is taken, pieces must be
 * contiguous, and at most {@value #MAX_UNFINISHED} messages may be unfinished. Owned by the
 * connection's thread. Allocates nothing.
 */
public final class FragmentAssembler {
  /** Messages of one connection that may be under way at once. */
  public static final int MAX_UNFINISHED = 8;

  /**
   * The unfinished messages of one connection may together declare so many times the message limit,
   * so that no client alone can hold the pool.
   */
  public static final int MAX_UNFINISHED_LIMITS = 2;

  /** {@link #onFragment}: the piece was taken, more are to come. */
  public static final int INCOMPLETE = 1;

  /** {@link #onFragment}: the message is whole: {@link #takeMessage()}. */
  public static final int COMPLETE = 2;

  /** {@link #onFragment}: no buffer is free now; offer the same piece again later. */
  public static final int BACK_PRESSURED = Outcome.BACK_PRESSURED;

  /** {@link #onFragment}: the declared length is above the limit. */
  public static final int TOO_LARGE = Outcome.TOO_LARGE;

  /**
   * {@link #onFragment}: a piece out of place, an empty piece, a length that changed, or too much
   * unfinished.
   */
  public static final int MALFORMED = -4;

  private final BufferPool pool;
  private final long[] messageIds = new long[MAX_UNFINISHED];
  private final int[] totals = new int[MAX_UNFINISHED];
  private final int[] received = new int[MAX_UNFINISHED];
  private final PooledBuffer[] buffers = new PooledBuffer[MAX_UNFINISHED];
  private PooledBuffer message;
  private int messageLength;
  private long unfinishedBytes;

  public FragmentAssembler(BufferPool pool) {
    this.pool = pool;
  }

  /**
   * Takes one piece.
   *
   * @param maxMessageBytes the limit of the session
   * @return {@link #INCOMPLETE}, {@link #COMPLETE}, {@link #BACK_PRESSURED}, {@link #TOO_LARGE},
   *     {@link #MALFORMED}
   */
  public int onFragment(
      long messageId,
      long totalBytes,
      long pieceOffset,
      DirectBuffer source,
      int offset,
      int length,
      int maxMessageBytes) {
    if (totalBytes > maxMessageBytes) {
      return TOO_LARGE;
    }
    int index = find(messageId);
    if (index < 0) {
      if (pieceOffset != 0) {
        return MALFORMED;
      }
      if (unfinishedBytes + totalBytes > (long) MAX_UNFINISHED_LIMITS * maxMessageBytes) {
        return MALFORMED;
      }
      index = begin(messageId, (int) totalBytes);
      if (index < 0) {
        return index;
      }
    }
    int total = totals[index];
    if (totalBytes != total
        || pieceOffset != received[index]
        || length == 0
        || length > total - received[index]) {
      return MALFORMED;
    }
    buffers[index].buffer().putBytes(received[index], source, offset, length);
    received[index] += length;
    if (received[index] < total) {
      return INCOMPLETE;
    }
    message = buffers[index];
    messageLength = total;
    buffers[index] = null;
    unfinishedBytes -= total;
    return COMPLETE;
  }

  /** The whole message after {@link #COMPLETE}; the caller owns it now and releases it. */
  public PooledBuffer takeMessage() {
    PooledBuffer taken = message;
    message = null;
    return taken;
  }

  /** Bytes of the message that {@link #takeMessage()} gives. */
  public int messageLength() {
    return messageLength;
  }

  /** Whether a message was begun and is not whole yet. */
  public boolean hasUnfinished() {
    return unfinishedBytes > 0;
  }

  /** Gives up all unfinished messages: the connection is over. */
  public void release() {
    for (int i = 0; i < MAX_UNFINISHED; i++) {
      if (buffers[i] != null) {
        buffers[i].release();
        buffers[i] = null;
      }
    }
    unfinishedBytes = 0;
    if (message != null) {
      message.release();
      message = null;
    }
  }

  private int find(long messageId) {
    for (int i = 0; i < MAX_UNFINISHED; i++) {
      if (buffers[i] != null && messageIds[i] == messageId) {
        return i;
      }
    }
    return -1;
  }

  private int begin(long messageId, int totalBytes) {
    for (int i = 0; i < MAX_UNFINISHED; i++) {
      if (buffers[i] == null) {
        PooledBuffer buffer = pool.acquire(totalBytes);
        if (buffer == null) {
          return BACK_PRESSURED;
        }
        buffers[i] = buffer;
        messageIds[i] = messageId;
        totals[i] = totalBytes;
        received[i] = 0;
        unfinishedBytes += totalBytes;
        return i;
      }
    }
    return MALFORMED;
  }
}
