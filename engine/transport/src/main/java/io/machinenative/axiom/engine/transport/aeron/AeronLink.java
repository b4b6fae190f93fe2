package io.machinenative.axiom.engine.transport.aeron;

import io.aeron.Image;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Outcome;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * A client's connection over Aeron: a publication to the server, and a subscription of its own for
 * the replies.
 *
 * <p>{@link #poll} connects step by step ({@link LinkOpening}); then it reads the replies, and
 * looks every half a millisecond whether the server is still there. What the server had sent before
 * it went is handed over first.
 *
 * <p>A receiver that throws ends the link; what it threw is told to the error handler.
 *
 * <p>Owned by one thread. Owns its Aeron client and, over UDP without a driver at hand, a media
 * driver. Allocates while it connects, and with the first frame above the MTU each way.
 */
public final class AeronLink implements Link, FragmentHandler {
  /** Fragments read in one poll. */
  private static final int FRAGMENT_LIMIT = 64;

  /** Batches that are read at most when the server is gone: more than a stream can hold unread. */
  private static final int LAST_BATCHES = 1 << 20;

  /**
   * How long {@link #close} lets a UDP stream take its end, so that the server learns of it at
   * once.
   */
  private static final long CLOSE_LINGER_NS = TimeUnit.MILLISECONDS.toNanos(500);

  /**
   * What the server sent last may still be on its way over UDP when it is seen to listen no more;
   * over IPC, too, its stream may not be known here yet, for it begins with the first answer.
   */
  private static final long LAST_WORDS_NS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long NONE = Long.MIN_VALUE;

  private final NanoClock clock;
  private final FrameReassembler reassembler = new FrameReassembler();
  private final LinkOpening opening;
  private State state = State.CONNECTING;
  private String closeReason = "";
  private PublicationWriter writer;
  private Receiver receiver;
  private String defect;
  private final boolean isIpc;
  private long checkNs;
  private long unconnectedSinceNs = NONE;
  private boolean polling;
  private boolean closeRequested;

  /**
   * @param address of the server
   * @param clock of the timeouts
   * @param errors takes what Aeron reports beside the link's own {@link #closeReason()}; called on
   *     the owner's thread
   */
  public AeronLink(
      AeronAddress address, AeronLinkOptions options, NanoClock clock, ErrorHandler errors) {
    this.clock = clock;
    opening = new LinkOpening(address, options, clock, errors);
    isIpc = address.isIpc();
    checkNs = clock.nanoTime();
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public String closeReason() {
    return closeReason;
  }

  @Override
  public int poll(Receiver receiver) {
    if (state == State.CLOSED) {
      return 0;
    }
    long nowNs = clock.nanoTime();
    return state == State.CONNECTED ? read(receiver, nowNs) : connect(nowNs);
  }

  private int connect(long nowNs) {
    try {
      if (!opening.advance(nowNs)) {
        return 0;
      }
    } catch (AeronException
        | IllegalStateException
        | IllegalArgumentException
        | UncheckedIOException e) {
      fail(e.getMessage());
      return 1;
    }
    writer = new PublicationWriter(opening.publication());
    state = State.CONNECTED;
    return 1;
  }

  private int read(Receiver receiver, long nowNs) {
    this.receiver = receiver;
    boolean check = nowNs - checkNs >= 0;
    String gone = "";
    if (check) {
      checkNs = nowNs + AeronConductor.INTERVAL_NS;
      gone = whyGone(nowNs);
    }
    int work = opening.conductor().poll(nowNs, false);
    polling = true;
    try {
      work += pollImage(gone.isEmpty() ? 1 : LAST_BATCHES);
    } finally {
      polling = false;
    }
    if (closeRequested) {
      release();
    } else if (defect != null) {
      fail(defect);
    } else if (!gone.isEmpty()) {
      fail(gone);
    }
    return work;
  }

  /** Reads the replies: one batch, or all that came before the server went. */
  private int pollImage(int batchLimit) {
    Image image = opening.image();
    int work = 0;
    if (image != null) {
      int read;
      int batches = 0;
      do {
        read = image.poll(this, FRAGMENT_LIMIT);
        work += read;
      } while (read > 0 && ++batches < batchLimit && !closeRequested);
    }
    return work;
  }

  /**
   * Looked up before the last frames are read, so that none is missed; empty while the server is
   * there.
   */
  private String whyGone(long nowNs) {
    if (opening.conductor().isLost() || writer.isClosed()) {
      return "the media driver is gone";
    }
    Image image = opening.image();
    if (image != null && (image.isClosed() || image.isEndOfStream())) {
      return "the server ended the connection";
    }
    if (writer.isConnected()) {
      unconnectedSinceNs = NONE;
      return "";
    }
    if (unconnectedSinceNs == NONE) {
      unconnectedSinceNs = nowNs;
    }
    long lastWordsNs = isIpc && image != null ? 0 : LAST_WORDS_NS;
    return nowNs - unconnectedSinceNs >= lastWordsNs ? "the server does not listen any more" : "";
  }

  @Override
  public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
    if (closeRequested || defect != null) {
      return;
    }
    if (FrameReassembler.isWhole(header)) {
      handOver(buffer, offset, length);
      return;
    }
    switch (reassembler.take(buffer, offset, length, header)) {
      case FrameReassembler.WHOLE -> {
        int frameBytes = reassembler.length();
        reassembler.reset();
        handOver(reassembler.buffer(), 0, frameBytes);
      }
      case FrameReassembler.TOO_LARGE ->
          defect = "the server sent a frame above " + WireLimits.MAX_FRAME_BYTES + " bytes";
      case FrameReassembler.OUT_OF_PLACE -> defect = "a fragment came without the one before it";
      default -> {
        // more of the frame is to come
      }
    }
  }

  /**
   * Aeron takes an exception of the receiver's, and passes over the frame: the link ends with it.
   */
  private void handOver(DirectBuffer buffer, int offset, int length) {
    try {
      receiver.onFrame(buffer, offset, length);
    } catch (RuntimeException | Error e) {
      defect = "the receiver failed: " + e;
      throw e;
    }
  }

  @Override
  public int claim(int length) {
    return state == State.CONNECTED ? writer.claim(length) : Outcome.CLOSED;
  }

  @Override
  public MutableDirectBuffer buffer() {
    return writer.buffer();
  }

  @Override
  public int offset() {
    return writer.offset();
  }

  @Override
  public void commit() {
    writer.commit();
  }

  @Override
  public void abort() {
    writer.abort();
  }

  /** Known once connected; before, the limit of all carriers. */
  @Override
  public int maxFrameBytes() {
    return writer == null ? WireLimits.MAX_FRAME_BYTES : writer.maxFrameBytes();
  }

  @Override
  public String responseChannel() {
    return opening.responseChannel();
  }

  @Override
  public int responseStreamId() {
    return opening.responseStreamId();
  }

  private void fail(String reason) {
    closeReason = reason;
    release();
  }

  /**
   * Ends the connection. Over a UDP driver of its own it waits, for up to half a second, until the
   * server has been told. From within a {@link Link.Receiver} it takes effect when that poll
   * returns.
   */
  @Override
  public void close() {
    if (polling) {
      closeRequested = true;
    } else if (state != State.CLOSED) {
      release();
    }
  }

  private void release() {
    State before = state;
    state = State.CLOSED;
    if (before == State.CONNECTED && !opening.conductor().isLost()) {
      writer.close();
      if (opening.ownsDriver()) {
        opening.conductor().await(this::isEnded, CLOSE_LINGER_NS);
      }
    }
    opening.close();
  }

  /** Asked while Aeron is polled, which may lose the driver: then there is nobody left to tell. */
  private boolean isEnded() {
    AeronConductor conductor = opening.conductor();
    return conductor.isLost() || writer.isEnded(conductor.aeron().countersReader());
  }
}
