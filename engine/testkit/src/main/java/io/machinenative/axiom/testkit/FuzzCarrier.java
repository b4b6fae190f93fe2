package io.machinenative.axiom.testkit;

import io.machinenative.axiom.codec.FragmentEncoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Listener;
import io.machinenative.axiom.engine.pipeline.Outcome;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Connections whose clients do everything wrong, and some things right. Owned by the fuzzer's
 * thread.
 */
final class FuzzCarrier implements Listener {
  private static final byte[] NOTHING = new byte[0];
  private static final int CONNECTIONS = 6;
  private static final int FRAMES_PER_POLL = 8;
  private static final int MOST_HEX_BYTES = 400;
  private static final long[] TOTALS = {
    0, 1, 7, 8, 9, 262_144, 262_145, 0x7FFF_FFFFL, 0xFFFF_FFFEL
  };

  private final FrameHandler handler;
  private final SplittableRandom random;
  private final MessageSource source;
  private final FrameMutator mutator;
  private final ReplyCheck replies = new ReplyCheck();
  private final UnsafeBuffer claims = FuzzPeer.claimBuffer();
  private final FuzzPeer[] peers = new FuzzPeer[CONNECTIONS];
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final FragmentEncoder fragment = new FragmentEncoder();
  private final FuzzMessage other = new FuzzMessage();
  private final FuzzMessage inPieces = new FuzzMessage();
  private final FuzzMessage frame = new FuzzMessage();
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private boolean closing;
  private long frames;
  private long refused;
  private long connections;
  private long ended;
  private long messageIds;

  FuzzCarrier(FrameHandler handler, SplittableRandom random, int[] toolIds) {
    this.handler = handler;
    this.random = random;
    source = new MessageSource(random, toolIds);
    mutator = new FrameMutator(random);
  }

  // ── the life of connections ──────────────────────────────────────────────────

  @Override
  public int poll(long nowNs) {
    int work = 0;
    for (int i = 0; i < CONNECTIONS; i++) {
      FuzzPeer peer = peers[i];
      if (peer == null) {
        if (!closing) {
          peers[i] = connect();
          work++;
        }
      } else if (closing || peer.isClosed() || random.nextInt(20_000) == 0) {
        peer.close();
        handler.onDisconnect(peer.session);
        peers[i] = null;
        work++;
      } else {
        work += feed(peer);
      }
    }
    return work;
  }

  private FuzzPeer connect() {
    FuzzPeer peer = new FuzzPeer(++connections, claims, replies);
    peer.session = handler.onConnect(peer);
    if (random.nextInt(20) > 0) {
      source.hello(frame);
      offer(peer);
    }
    if (random.nextInt(20) == 0) {
      peer.block(random.nextInt(4000));
    }
    return peer;
  }

  /** From here on connections end and none is made. */
  void vanishAll() {
    closing = true;
  }

  void welcomeAgain() {
    closing = false;
  }

  // ── frames ───────────────────────────────────────────────────────────────────

  private int feed(FuzzPeer peer) {
    disturb(peer);
    int taken = 0;
    if (peer.refused.length > 0) {
      frame.clear();
      frame.buffer().putBytes(0, peer.refused);
      frame.length(peer.refused.length);
      if (offer(peer) == Outcome.BACK_PRESSURED) {
        return 0;
      }
    }
    for (int i = random.nextInt(FRAMES_PER_POLL); i >= 0 && !peer.isClosed(); i--) {
      makeFrame(peer);
      if (offer(peer) == Outcome.BACK_PRESSURED) {
        break;
      }
      taken++;
    }
    return taken;
  }

  private void disturb(FuzzPeer peer) {
    peer.onPoll();
    int dice = random.nextInt(400);
    if (dice < 4) {
      peer.block(random.nextInt(dice == 0 ? 4000 : 20));
    } else if (dice < 10) {
      peer.takeSome(random.nextInt(5));
    }
  }

  private int offer(FuzzPeer peer) {
    // Exactly the frame, so that the buffer's own bounds check notices who reads beyond it.
    view.wrap(frame.buffer(), 0, frame.length());
    int outcome = handler.onFrame(peer.session, view, 0, frame.length());
    switch (outcome) {
      case Outcome.OK -> accepted(peer);
      case Outcome.CLOSED -> {
        accepted(peer);
        ended++;
        peer.close();
      }
      case Outcome.BACK_PRESSURED -> {
        refused++;
        peer.refused = bytes(frame);
      }
      default -> throw new IllegalStateException("an outcome of a frame: " + outcome);
    }
    return outcome;
  }

  private void accepted(FuzzPeer peer) {
    frames++;
    peer.refused = NOTHING;
  }

  private void makeFrame(FuzzPeer peer) {
    int dice = random.nextInt(100);
    if (dice < 12 || frame.length() > WireLimits.MAX_FRAME_BYTES) {
      nextPiece(peer);
    } else if (dice < 13) {
      return; // the frame before once more, maybe to another connection
    } else if (dice < 14 && !isSpared(peer)) {
      source.noise(frame);
    } else {
      source.next(frame);
      if (dice < 24 && !isSpared(peer)) {
        source.next(other);
        mutator.mutate(frame, other);
      }
    }
    if (frame.length() > WireLimits.MAX_FRAME_BYTES) {
      frame.length(WireLimits.MAX_FRAME_BYTES);
    }
  }

  /** Who does not read is mostly right, so that it lives until many of its replies wait. */
  private boolean isSpared(FuzzPeer peer) {
    return peer.isBlocked() && random.nextInt(100) > 0;
  }

  /** The next piece of a message of that peer, which may itself be mutated. */
  private void nextPiece(FuzzPeer peer) {
    if (peer.pieces == null) {
      if (random.nextInt(5) == 0) {
        source.nextLong(inPieces);
      } else {
        source.next(inPieces);
      }
      if (random.nextInt(8) == 0 && !isSpared(peer)) {
        source.next(other);
        mutator.mutate(inPieces, other);
      }
      peer.pieces = bytes(inPieces);
      peer.piecesAt = 0;
      peer.piecesId = random.nextInt(20) == 0 ? messageIds : ++messageIds;
    }
    int left = peer.pieces.length - peer.piecesAt;
    int most = random.nextInt(4) == 0 ? 200 : 60_000;
    int piece = Math.min(left, 1 + random.nextInt(most));
    encodePiece(peer, piece);
    peer.piecesAt += piece;
    boolean leftUnfinished = random.nextInt(100) == 0 && !isSpared(peer);
    if (peer.piecesAt >= peer.pieces.length || leftUnfinished) {
      peer.pieces = null;
    }
    if (random.nextInt(25) == 0 && !isSpared(peer)) {
      mutator.mutate(frame, inPieces);
    }
  }

  private void encodePiece(FuzzPeer peer, int piece) {
    boolean lies = random.nextInt(50) == 0 && !isSpared(peer);
    long total = lies ? TOTALS[random.nextInt(TOTALS.length)] : peer.pieces.length;
    boolean astray = random.nextInt(100) == 0 && !isSpared(peer);
    long at = astray ? random.nextInt(300_000) : peer.piecesAt;
    frame.clear();
    fragment
        .wrapAndApplyHeader(frame.buffer(), 0, header)
        .messageId(peer.piecesId)
        .totalBytes(total)
        .pieceOffset(at);
    frame.lengthAt(fragment.limit(), Integer.BYTES);
    fragment.putPiece(peer.pieces, peer.piecesAt, piece);
    frame.length(WireLimits.HEADER_BYTES + fragment.encodedLength());
  }

  private static byte[] bytes(FuzzMessage message) {
    byte[] copy = new byte[message.length()];
    message.buffer().getBytes(0, copy);
    return copy;
  }

  // ── what it saw ──────────────────────────────────────────────────────────────

  void requireNoOpenClaim() {
    for (FuzzPeer peer : peers) {
      if (peer != null) {
        peer.requireNoOpenClaim();
      }
    }
  }

  long frames() {
    return frames;
  }

  long refused() {
    return refused;
  }

  long connections() {
    return connections;
  }

  long ended() {
    return ended;
  }

  Map<String, Long> replies() {
    return replies.counts();
  }

  /** The frame that was offered last, in hexadecimal, as far as it is of interest. */
  String lastFrame() {
    byte[] bytes = bytes(frame);
    int shown = Math.min(bytes.length, MOST_HEX_BYTES);
    String hex = HexFormat.of().formatHex(bytes, 0, shown);
    return bytes.length + " bytes " + hex + (shown < bytes.length ? "..." : "");
  }

  @Override
  public String address() {
    return "fuzz:";
  }

  @Override
  public void close() {
    vanishAll();
    poll(0);
  }
}
