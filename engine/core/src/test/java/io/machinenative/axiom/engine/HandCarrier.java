package io.machinenative.axiom.engine;

import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Listener;
import io.machinenative.axiom.engine.pipeline.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A carrier in memory, with the manners that the seams ask for: a frame that is refused comes
 * again, a connection that is closed gets no more, and each ends once. What it lends is overwritten
 * when the call returns.
 */
final class HandCarrier implements Listener {
  private static final int MARGIN_BYTES = 24;

  private final FrameHandler handler;
  private final List<HandPeer> peers = new ArrayList<>();
  private final Deque<HandPeer> arriving = new ArrayDeque<>();
  private int framesPerPoll = 16;
  private UnsafeBuffer lent = new UnsafeBuffer(new byte[1 << 17]);

  HandCarrier(FrameHandler handler) {
    this.handler = handler;
  }

  void framesPerPoll(int count) {
    framesPerPoll = count;
  }

  HandPeer connect(String name) {
    HandPeer peer = new HandPeer(name);
    arriving.add(peer);
    return peer;
  }

  /** The carrier itself finds a defect. */
  void malformed(HandPeer peer, String defect) {
    handler.onMalformed(peer.session, defect);
  }

  @Override
  public int poll(long nowNs) {
    int work = 0;
    for (HandPeer peer = arriving.poll(); peer != null; peer = arriving.poll()) {
      peer.session = handler.onConnect(peer);
      peers.add(peer);
      work++;
    }
    for (int i = peers.size() - 1; i >= 0; i--) {
      HandPeer peer = peers.get(i);
      work += read(peer);
      if (peer.isClosed() || peer.isVanished()) {
        peers.remove(i);
        handler.onDisconnect(peer.session);
        work++;
      }
    }
    return work;
  }

  private int read(HandPeer peer) {
    int taken = 0;
    while (taken < framesPerPoll && !peer.isClosed() && !peer.inbound().isEmpty()) {
      int outcome = offer(peer, peer.inbound().peek());
      if (outcome == Outcome.BACK_PRESSURED) {
        break;
      }
      peer.inbound().poll();
      taken++;
      if (outcome == Outcome.CLOSED) {
        peer.close();
      } else if (outcome != Outcome.OK) {
        throw new AssertionError("expected an outcome of FrameHandler, got " + outcome);
      }
    }
    return taken;
  }

  private int offer(HandPeer peer, byte[] frame) {
    if (lent.capacity() < frame.length + 2 * MARGIN_BYTES) {
      lent = new UnsafeBuffer(new byte[frame.length + 2 * MARGIN_BYTES]);
    }
    lent.setMemory(0, MARGIN_BYTES, (byte) 0x33);
    lent.setMemory(MARGIN_BYTES + frame.length, MARGIN_BYTES, (byte) 0x33);
    lent.putBytes(MARGIN_BYTES, frame);
    int outcome = handler.onFrame(peer.session, lent, MARGIN_BYTES, frame.length);
    lent.setMemory(0, frame.length + 2 * MARGIN_BYTES, (byte) 0xEE);
    return outcome;
  }

  void requireNoOpenClaim() {
    for (int i = 0; i < peers.size(); i++) {
      peers.get(i).requireNoOpenClaim();
    }
  }

  int connections() {
    return peers.size();
  }

  @Override
  public String address() {
    return "hand:";
  }

  @Override
  public void close() {
    for (HandPeer peer : peers) {
      peer.close();
      handler.onDisconnect(peer.session);
    }
    peers.clear();
  }
}
