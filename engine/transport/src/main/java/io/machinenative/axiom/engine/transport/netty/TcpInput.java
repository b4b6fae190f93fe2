package io.machinenative.axiom.engine.transport.netty;

import static io.machinenative.axiom.codec.FramingHeader.ENCODED_LENGTH;

import io.machinenative.axiom.codec.FramingHeader;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts the stream of one connection into frames and hands them over where they lie. Two things are
 * copied and kept: the beginning of a frame whose end has not come, and what follows a frame that
 * was refused. Both together are at most one frame and one read.
 *
 * <p>Owned by the thread that steps the loop. Takes a buffer from the allocator for what it keeps;
 * allocates nothing else.
 */
final class TcpInput {
  private final ConnectionEvents events;
  private final ByteBufAllocator allocator;
  private final int maxFrameBytes;
  private final int maxKeptBytes;
  private final UnsafeBuffer view = new UnsafeBuffer(new byte[0]);
  private ByteBuf kept;
  private boolean open = true;
  private boolean refused;
  private boolean draining;

  TcpInput(
      ConnectionEvents events, ByteBufAllocator allocator, int maxFrameBytes, int maxReadBytes) {
    this.events = events;
    this.allocator = allocator;
    this.maxFrameBytes = maxFrameBytes;
    this.maxKeptBytes = ENCODED_LENGTH + maxFrameBytes + maxReadBytes;
  }

  /**
   * Whether a frame was refused: nothing is to be read until {@link #retry()} has handed it over.
   */
  boolean isRefused() {
    return refused;
  }

  /** Takes what was read; the buffer stays the caller's. */
  void onBytes(ByteBuf read) {
    if (kept != null) {
      if (refused || !completeKept(read)) {
        keep(read);
        return;
      }
      drain(kept);
      if (refused) {
        keep(read);
        return;
      }
      releaseKept();
    }
    if (open) {
      drain(read);
      if (open) {
        keep(read);
      }
    }
  }

  /**
   * Offers again what was refused.
   *
   * @return whether all of it was taken, so that reading may go on
   */
  boolean retry() {
    refused = false;
    drain(kept);
    if (refused) {
      return false;
    }
    if (open && kept.isReadable()) {
      kept.discardReadBytes();
    } else {
      releaseKept();
    }
    return true;
  }

  /**
   * Drops what is kept and hands over nothing more. May be called from within a frame's handling.
   */
  void stop() {
    open = false;
    refused = false;
    if (!draining) {
      releaseKept();
    }
  }

  /**
   * Hands over the whole frames of a buffer, and moves its reader index behind those that were
   * taken.
   */
  private void drain(ByteBuf bytes) {
    draining = true;
    try {
      int readableBytes = wrap(bytes);
      int offset = 0;
      while (open && readableBytes - offset >= ENCODED_LENGTH) {
        int frameBytes = FramingHeader.messageBytes(view, offset, maxFrameBytes);
        if (frameBytes == FramingHeader.MALFORMED) {
          open = false;
          events.onMalformed(StreamDefect.describe(view, offset, maxFrameBytes));
          break;
        }
        if (readableBytes - offset - ENCODED_LENGTH < frameBytes) {
          break;
        }
        int outcome = events.onFrame(view, offset + ENCODED_LENGTH, frameBytes);
        if (outcome == Outcome.BACK_PRESSURED) {
          refused = open;
          break;
        }
        offset += ENCODED_LENGTH + frameBytes;
        open &= outcome != Outcome.CLOSED;
      }
      bytes.skipBytes(offset);
    } finally {
      draining = false;
    }
  }

  private int wrap(ByteBuf bytes) {
    int readableBytes = bytes.readableBytes();
    ByteBuffer memory = bytes.internalNioBuffer(bytes.readerIndex(), readableBytes);
    view.wrap(memory, memory.position(), readableBytes);
    return readableBytes;
  }

  /**
   * Moves from a read what the kept frame lacks.
   *
   * @return whether {@link #drain} can go on with it: the frame is whole, or its header is
   *     malformed
   */
  private boolean completeKept(ByteBuf read) {
    move(read, ENCODED_LENGTH - kept.readableBytes());
    if (kept.readableBytes() < ENCODED_LENGTH) {
      return false;
    }
    wrap(kept);
    int frameBytes = FramingHeader.messageBytes(view, 0, maxFrameBytes);
    if (frameBytes == FramingHeader.MALFORMED) {
      return true;
    }
    move(read, ENCODED_LENGTH + frameBytes - kept.readableBytes());
    return kept.readableBytes() >= ENCODED_LENGTH + frameBytes;
  }

  private void move(ByteBuf read, int bytes) {
    int moved = Math.min(bytes, read.readableBytes());
    if (moved > 0) {
      kept.writeBytes(read, moved);
    }
  }

  private void keep(ByteBuf read) {
    int bytes = read.readableBytes();
    if (bytes == 0) {
      return;
    }
    if (kept == null) {
      // Twice what has come: a header that announces much and sends little costs little.
      kept = allocator.directBuffer(Math.min(maxKeptBytes, bytes << 1), maxKeptBytes);
    }
    kept.writeBytes(read);
  }

  private void releaseKept() {
    if (kept != null) {
      kept.release();
      kept = null;
    }
  }
}
