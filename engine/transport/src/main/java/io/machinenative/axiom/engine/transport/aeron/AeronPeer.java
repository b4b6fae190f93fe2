package io.machinenative.axiom.engine.transport.aeron;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.Session;
import java.net.InetAddress;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * One client of an {@link AeronListener}: the image of its requests and the publication of its
 * replies.
 *
 * <pre>
 *  HELLO ──accepted──► OPENING ──connected──► CONNECTED ──close, gone──► CLOSING ──► OVER
 *    └──────refused───────┴──────────────────────────────────────────────────────────►┘
 * </pre>
 *
 * <p>Each client is polled through its own image, so the peer is its own fragment handler: no
 * look-up for a frame, and a frame that cannot be taken is aborted, which holds back this client
 * alone and offers the same frame again. The same holds the Hello where it is until the client can
 * be answered. A handler that throws ends the connection.
 *
 * <p>Owned by the listener's thread. Owns the publication, borrows the image. Allocates while it
 * connects, and with the first frame above the MTU each way.
 */
final class AeronPeer implements Peer, ControlledFragmentHandler {
  /**
   * Fragments read in one duty cycle from one client: more serves a burst faster, fewer serve the
   * others sooner.
   */
  private static final int FRAGMENT_LIMIT = 32;

  private static final String IPC = "aeron:ipc";
  private static final long NONE = Long.MIN_VALUE;

  private enum Phase {
    HELLO,
    OPENING,
    CONNECTED,
    CLOSING,
    OVER
  }

  private final Image image;
  private final FrameHandler handler;
  private final RefusalHandler refusals;
  private final ResponseAddress responseAddress;
  private final AeronListenerOptions options;
  private final FrameReassembler reassembler = new FrameReassembler();
  private final long handshakeDeadlineNs;
  private final String description;
  private Phase phase = Phase.HELLO;
  private String responseChannel;
  private int responseStreamId;
  private String defect;
  private long registrationId = NONE;
  private long unconnectedSinceNs = NONE;
  private PublicationWriter writer;
  private Session session;

  AeronPeer(
      Image image,
      FrameHandler handler,
      RefusalHandler refusals,
      ResponseAddress responseAddress,
      AeronListenerOptions options,
      long nowNs) {
    this.image = image;
    this.handler = handler;
    this.refusals = refusals;
    this.responseAddress = responseAddress;
    this.options = options;
    handshakeDeadlineNs = nowNs + options.handshakeTimeoutNs();
    description = "aeron " + image.sourceIdentity() + " session " + image.sessionId();
  }

  /**
   * One duty cycle of this client.
   *
   * @param check whether it is time to see if the client is still there
   */
  int poll(Aeron aeron, long nowNs, boolean check) {
    int work = 0;
    if (phase == Phase.CONNECTED) {
      work = image.controlledPoll(this, FRAGMENT_LIMIT);
      if (check && isGone(nowNs)) {
        close();
      }
    } else if (phase == Phase.HELLO) {
      work = awaitHello(aeron, nowNs);
    } else if (phase == Phase.OPENING) {
      work = awaitPublication(aeron, nowNs);
    }
    if (phase == Phase.CLOSING) {
      end();
    }
    return work;
  }

  private int awaitHello(Aeron aeron, long nowNs) {
    image.controlledPoll(this, FRAGMENT_LIMIT);
    if (defect != null) {
      refuse(aeron, defect);
    } else if (responseChannel != null) {
      phase = Phase.OPENING;
      openPublication(aeron);
    } else if (image.isClosed()) {
      phase = Phase.OVER;
    } else if (nowNs - handshakeDeadlineNs >= 0) {
      refuse(aeron, "no Hello within " + options.handshakeTimeoutNs() + " ns");
    }
    return phase == Phase.HELLO ? 0 : 1;
  }

  private void openPublication(Aeron aeron) {
    try {
      registrationId = aeron.asyncAddExclusivePublication(responseChannel, responseStreamId);
    } catch (AeronException | IllegalStateException e) {
      refuse(aeron, "cannot open its response channel: " + e.getMessage());
    }
  }

  private int awaitPublication(Aeron aeron, long nowNs) {
    if (image.isClosed()) {
      abandon(aeron);
      return 1;
    }
    ExclusivePublication publication = null;
    try {
      publication = aeron.getExclusivePublication(registrationId);
    } catch (AeronException e) {
      registrationId = NONE;
      refuse(aeron, "cannot open its response channel: " + e.getMessage());
    }
    if (publication != null && publication.isConnected()) {
      connect(publication);
      return 1;
    }
    if (phase == Phase.OPENING && nowNs - handshakeDeadlineNs >= 0) {
      refuse(aeron, "nobody listens on its response channel " + responseChannel);
    }
    return 0;
  }

  private void connect(ExclusivePublication publication) {
    writer = new PublicationWriter(publication);
    phase = Phase.CONNECTED;
    session = handler.onConnect(this);
  }

  private void refuse(Aeron aeron, String reason) {
    abandon(aeron);
    refusals.onRefused(image.sourceIdentity(), reason);
  }

  private void abandon(Aeron aeron) {
    phase = Phase.OVER;
    if (registrationId != NONE && !aeron.isClosed()) {
      aeron.asyncRemovePublication(registrationId);
    }
  }

  private boolean isGone(long nowNs) {
    if (image.isClosed() || image.isEndOfStream()) {
      return true;
    }
    if (writer.isConnected()) {
      unconnectedSinceNs = NONE;
      return false;
    }
    if (unconnectedSinceNs == NONE) {
      unconnectedSinceNs = nowNs;
    }
    return nowNs - unconnectedSinceNs >= options.disconnectGraceNs();
  }

  @Override
  public Action onFragment(DirectBuffer buffer, int offset, int length, Header header) {
    if (FrameReassembler.isWhole(header)) {
      return onFrame(buffer, offset, length);
    }
    switch (reassembler.take(buffer, offset, length, header)) {
      case FrameReassembler.MORE:
        return Action.CONTINUE;
      case FrameReassembler.WHOLE:
        return onWhole();
      case FrameReassembler.TOO_LARGE:
        return onDefect("a frame is longer than the limit of frames");
      default:
        return onDefect("a fragment came without the one before it");
    }
  }

  private Action onWhole() {
    Action action = onFrame(reassembler.buffer(), 0, reassembler.length());
    if (action == Action.ABORT) {
      reassembler.undoLast();
    } else {
      reassembler.reset();
    }
    return action;
  }

  private Action onFrame(DirectBuffer buffer, int offset, int length) {
    if (phase != Phase.CONNECTED) {
      onHello(buffer, offset, length);
      return Action.ABORT;
    }
    int outcome = Outcome.CLOSED;
    try {
      outcome = handler.onFrame(session, buffer, offset, length);
    } finally {
      // Aeron takes what the handler throws, and passes over the frame: without it nothing that
      // follows can be trusted.
      if (outcome == Outcome.CLOSED) {
        close();
      }
    }
    if (outcome == Outcome.BACK_PRESSURED) {
      return Action.ABORT;
    }
    return phase == Phase.CONNECTED ? Action.CONTINUE : Action.BREAK;
  }

  private void onHello(DirectBuffer buffer, int offset, int length) {
    if (responseAddress.accept(buffer, offset, length, image.sourceIdentity())) {
      responseChannel = responseAddress.channel();
      responseStreamId = responseAddress.streamId();
    } else {
      defect = responseAddress.defect();
    }
  }

  private Action onDefect(String what) {
    if (phase == Phase.CONNECTED) {
      handler.onMalformed(session, what);
      close();
    } else {
      defect = what;
    }
    return Action.BREAK;
  }

  /** Closes the publication, and tells the handler. */
  void end() {
    if (phase == Phase.CONNECTED || phase == Phase.CLOSING) {
      phase = Phase.OVER;
      writer.close();
      handler.onDisconnect(session);
    }
  }

  /** Ends a client in whatever phase it is: the listener closes. */
  void end(Aeron aeron) {
    if (phase == Phase.HELLO || phase == Phase.OPENING) {
      abandon(aeron);
    }
    end();
  }

  boolean isOver() {
    return phase == Phase.OVER;
  }

  /** Whether an answer of the driver is awaited. */
  boolean isOpening() {
    return phase == Phase.OPENING;
  }

  /** Whether the driver has sent all that was committed. */
  boolean isSent(CountersReader counters) {
    return writer == null || writer.isSent(counters);
  }

  @Override
  public int claim(int length) {
    return phase == Phase.CONNECTED ? writer.claim(length) : Outcome.CLOSED;
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

  @Override
  public int maxFrameBytes() {
    return writer.maxFrameBytes();
  }

  /** Of UDP, where a sender may lie about it; none for shared memory. */
  @Override
  public InetAddress host() {
    String source = image.sourceIdentity();
    int port = source.lastIndexOf(':');
    return source.startsWith(IPC) || port < 0
        ? null
        : InetAddress.ofLiteral(source.substring(0, port));
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() {
    if (phase == Phase.CONNECTED) {
      phase = Phase.CLOSING;
    }
  }
}
