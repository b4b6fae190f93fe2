package io.machinenative.axiom.engine.transport.aeron;

import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.machinenative.axiom.codec.WireLimits;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts one frame together that Aeron carried in several fragments (UDP: a frame above the MTU).
 * Bounded: what grows above {@link WireLimits#MAX_FRAME_BYTES} is refused before it is copied.
 *
 * <p>Owned by the thread that polls the image; one for each image. Allocates once, with the first
 * frame in fragments.
 */
final class FrameReassembler {
  /** {@link #take}: the fragment was taken, more are to come. */
  static final int MORE = 0;

  /** {@link #take}: the frame is whole: {@link #buffer()}, from 0 to {@link #length()}. */
  static final int WHOLE = 1;

  /** {@link #take}: the frame is longer than a frame may be. */
  static final int TOO_LARGE = -1;

  /** {@link #take}: a fragment without the one before it. */
  static final int OUT_OF_PLACE = -2;

  private UnsafeBuffer buffer;
  private int length;
  private int lengthBefore;
  private int nextTermOffset;
  private boolean begun;

  /** Whether a fragment is a frame of its own, which needs no reassembly. */
  static boolean isWhole(Header header) {
    return (header.flags() & FrameDescriptor.UNFRAGMENTED) == FrameDescriptor.UNFRAGMENTED;
  }

  /** Takes one fragment. */
  int take(DirectBuffer source, int offset, int fragmentBytes, Header header) {
    byte flags = header.flags();
    if ((flags & FrameDescriptor.BEGIN_FRAG_FLAG) != 0) {
      begun = true;
      length = 0;
    } else if (!begun || header.termOffset() != nextTermOffset) {
      begun = false;
      return OUT_OF_PLACE;
    }
    if (fragmentBytes > WireLimits.MAX_FRAME_BYTES - length) {
      begun = false;
      return TOO_LARGE;
    }
    if (buffer == null) {
      buffer =
          new UnsafeBuffer(
              BufferUtil.allocateDirectAligned(WireLimits.MAX_FRAME_BYTES, Long.BYTES));
    }
    buffer.putBytes(length, source, offset, fragmentBytes);
    lengthBefore = length;
    length += fragmentBytes;
    if ((flags & FrameDescriptor.END_FRAG_FLAG) != 0) {
      return WHOLE;
    }
    nextTermOffset = header.nextTermOffset();
    return MORE;
  }

  DirectBuffer buffer() {
    return buffer;
  }

  int length() {
    return length;
  }

  /** The whole frame was not taken: its last fragment will be polled again. */
  void undoLast() {
    length = lengthBefore;
  }

  /** The whole frame was taken. */
  void reset() {
    begun = false;
    length = 0;
  }
}
