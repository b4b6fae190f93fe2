package io.machinenative.axiom.engine.transport.aeron;

import io.aeron.AeronCounters;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.LogBufferDescriptor;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.FrameWriter;
import io.machinenative.axiom.engine.pipeline.Outcome;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * Writes frames into an Aeron publication: the sending half of both ends.
 *
 * <p>A frame that fits one Aeron fragment is claimed in the term buffer and written there. A longer
 * one (UDP: above the MTU) is written into a buffer of this class, and {@link #commit} offers it,
 * which Aeron cuts into fragments. Such an offer cannot be pushed back: {@link #claim} has checked
 * that the publication's limit lies beyond the place where the frame will begin, Aeron lets a
 * message begun before the limit run over it, and the limit of a connected publication only grows.
 * If the connection is lost between the two, the frame is lost with it, and every claim after that
 * answers {@link Outcome#CLOSED}.
 *
 * <p>Owned by the thread that polls the connection. Owns the publication. Allocates once, with the
 * first long frame.
 */
final class PublicationWriter implements FrameWriter {
  private static final int NO_CLAIM = 0;
  private static final int IN_TERM = 1;
  private static final int IN_SCRATCH = 2;

  private final ExclusivePublication publication;
  private final BufferClaim bufferClaim = new BufferClaim();
  private final int maxPayloadBytes;
  private final int maxFrameBytes;
  private UnsafeBuffer scratch;
  private int claimed = NO_CLAIM;
  private int scratchLength;
  private boolean lost;

  PublicationWriter(ExclusivePublication publication) {
    this.publication = publication;
    maxPayloadBytes = publication.maxPayloadLength();
    maxFrameBytes = Math.min(WireLimits.MAX_FRAME_BYTES, publication.maxMessageLength());
  }

  @Override
  public int claim(int length) {
    assert claimed == NO_CLAIM : "a claim is open";
    if (length > maxFrameBytes) {
      return Outcome.TOO_LARGE;
    }
    if (lost) {
      return Outcome.CLOSED;
    }
    return length <= maxPayloadBytes ? claimInTerm(length) : claimInScratch(length);
  }

  private int claimInTerm(int length) {
    long position = publication.tryClaim(length, bufferClaim);
    if (position == Publication.ADMIN_ACTION) {
      // the term was full and has been rotated: there is room in the next one, within the limit
      position = publication.tryClaim(length, bufferClaim);
    }
    if (position > 0) {
      claimed = IN_TERM;
      return Outcome.OK;
    }
    return outcomeOf(position);
  }

  private int claimInScratch(int length) {
    int framedBytes = LogBufferDescriptor.computeFragmentedFrameLength(length, maxPayloadBytes);
    int leftInTerm = publication.termBufferLength() - publication.termOffset();
    int paddingBytes = framedBytes > leftInTerm ? leftInTerm : 0;
    long windowBytes = publication.availableWindow();
    if (windowBytes <= paddingBytes) {
      return publication.isConnected() ? Outcome.BACK_PRESSURED : Outcome.CLOSED;
    }
    if (scratch == null) {
      scratch = new UnsafeBuffer(BufferUtil.allocateDirectAligned(maxFrameBytes, Long.BYTES));
    }
    scratchLength = length;
    claimed = IN_SCRATCH;
    return Outcome.OK;
  }

  @Override
  public MutableDirectBuffer buffer() {
    assert claimed != NO_CLAIM : "no claim is open";
    return claimed == IN_TERM ? bufferClaim.buffer() : scratch;
  }

  @Override
  public int offset() {
    assert claimed != NO_CLAIM : "no claim is open";
    return claimed == IN_TERM ? bufferClaim.offset() : 0;
  }

  @Override
  public void commit() {
    assert claimed != NO_CLAIM : "no claim is open";
    if (claimed == IN_TERM) {
      bufferClaim.commit();
    } else {
      long position = publication.offer(scratch, 0, scratchLength);
      if (position == Publication.ADMIN_ACTION) {
        position = publication.offer(scratch, 0, scratchLength);
      }
      lost = position <= 0;
    }
    claimed = NO_CLAIM;
  }

  @Override
  public void abort() {
    assert claimed != NO_CLAIM : "no claim is open";
    if (claimed == IN_TERM) {
      bufferClaim.abort();
    }
    claimed = NO_CLAIM;
  }

  @Override
  public int maxFrameBytes() {
    return maxFrameBytes;
  }

  /** Whether the other side can still be written to. */
  boolean isConnected() {
    return !lost && publication.isConnected();
  }

  /**
   * Whether Aeron has closed the publication itself: the connection to the media driver is lost.
   */
  boolean isClosed() {
    return publication.isClosed();
  }

  /** Whether the driver has sent all that was committed: at once for IPC, which has no sender. */
  boolean isSent(CountersReader counters) {
    int sender =
        counters.findByTypeIdAndRegistrationId(
            AeronCounters.DRIVER_SENDER_POSITION_TYPE_ID, publication.registrationId());
    return sender == CountersReader.NULL_COUNTER_ID
        || counters.getCounterValue(sender) >= publication.position();
  }

  /**
   * Whether the driver has told the other side that the stream is over, after {@link #close}. At
   * once for IPC.
   */
  boolean isEnded(CountersReader counters) {
    return counters.findByTypeIdAndRegistrationId(
            AeronCounters.DRIVER_SENDER_POSITION_TYPE_ID, publication.registrationId())
        == CountersReader.NULL_COUNTER_ID;
  }

  /**
   * Ends the stream. The driver keeps what was committed until the other side has read it, or is
   * gone.
   */
  void close() {
    if (claimed != NO_CLAIM) {
      abort();
    }
    publication.close();
  }

  private static int outcomeOf(long position) {
    // a second rotation within one claim cannot be; if it is, trying again later is right
    return position == Publication.BACK_PRESSURED || position == Publication.ADMIN_ACTION
        ? Outcome.BACK_PRESSURED
        : Outcome.CLOSED;
  }
}
