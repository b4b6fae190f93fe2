package io.machinenative.axiom.engine;

import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A connection in memory that trusts nobody: a bounded number of bytes under way, guard bytes round
 * each claim, junk in what is claimed, one claim at a time. Frames that were committed wait for the
 * test to take them.
 */
final class HandPeer implements Peer {
  private static final int GUARD_BYTES = 32;
  private static final byte GUARD = 0x5A;
  private static final byte JUNK = (byte) 0xA5;
  private static final int NONE = -1;

  private final String name;
  private final UnsafeBuffer memory =
      new UnsafeBuffer(new byte[WireLimits.MAX_FRAME_BYTES + 3 * GUARD_BYTES]);
  private final Deque<byte[]> toClient = new ArrayDeque<>();
  private final Deque<byte[]> toServer = new ArrayDeque<>();
  private int maxFrameBytes = WireLimits.MAX_FRAME_BYTES;
  private int capacityBytes = 1 << 20;
  private int heldBytes;
  private boolean blocked;
  private boolean recording = true;
  private boolean closed;
  private boolean vanished;
  private int claimedLength = NONE;
  private int claimedOffset;
  private long frames;

  /** Set by the carrier. */
  Session session;

  HandPeer(String name) {
    this.name = name;
  }

  // ── what a test does ─────────────────────────────────────────────────────────

  /** The carrier takes nothing until it is unblocked. */
  void blocked(boolean value) {
    blocked = value;
  }

  /** Bytes that may wait for the client. */
  void capacityBytes(int bytes) {
    capacityBytes = bytes;
  }

  void maxFrameBytes(int bytes) {
    maxFrameBytes = bytes;
  }

  /** Off: frames are counted and forgotten, and nothing is allocated. */
  void recording(boolean value) {
    recording = value;
  }

  void send(byte[] frame) {
    toServer.add(frame);
  }

  /** The next frame that the server sent, or null. */
  byte[] take() {
    byte[] frame = toClient.poll();
    if (frame != null) {
      heldBytes -= frame.length;
    }
    return frame;
  }

  int waitingFrames() {
    return toClient.size();
  }

  /** Frames that the server has not taken. */
  int unreadFrames() {
    return toServer.size();
  }

  long frames() {
    return frames;
  }

  /** The client is gone without a word. */
  void vanish() {
    vanished = true;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isVanished() {
    return vanished;
  }

  Deque<byte[]> inbound() {
    return toServer;
  }

  void requireNoOpenClaim() {
    if (claimedLength != NONE) {
      throw new AssertionError(name + ": a claim of " + claimedLength + " bytes was left open");
    }
  }

  // ── Peer ─────────────────────────────────────────────────────────────────────

  @Override
  public int claim(int length) {
    requireNoOpenClaim();
    if (length <= 0) {
      throw new AssertionError("expected a claim above 0, got " + length);
    }
    if (closed || vanished) {
      return Outcome.CLOSED;
    }
    if (length > maxFrameBytes) {
      return Outcome.TOO_LARGE;
    }
    if (blocked || heldBytes + length > capacityBytes) {
      return Outcome.BACK_PRESSURED;
    }
    claimedOffset = GUARD_BYTES + (int) (frames % GUARD_BYTES);
    claimedLength = length;
    memory.setMemory(claimedOffset - GUARD_BYTES, GUARD_BYTES, GUARD);
    memory.setMemory(claimedOffset, length, JUNK);
    memory.setMemory(claimedOffset + length, GUARD_BYTES, GUARD);
    return Outcome.OK;
  }

  @Override
  public MutableDirectBuffer buffer() {
    requireOpenClaim();
    return memory;
  }

  @Override
  public int offset() {
    requireOpenClaim();
    return claimedOffset;
  }

  @Override
  public void commit() {
    requireOpenClaim();
    requireGuards();
    frames++;
    if (recording) {
      byte[] frame = new byte[claimedLength];
      memory.getBytes(claimedOffset, frame);
      toClient.add(frame);
      heldBytes += claimedLength;
    }
    claimedLength = NONE;
  }

  @Override
  public void abort() {
    requireOpenClaim();
    requireGuards();
    claimedLength = NONE;
  }

  @Override
  public int maxFrameBytes() {
    return maxFrameBytes;
  }

  @Override
  public String description() {
    return name;
  }

  @Override
  public void close() {
    requireNoOpenClaim();
    closed = true;
  }

  private void requireOpenClaim() {
    if (claimedLength == NONE) {
      throw new AssertionError(name + ": no claim is open");
    }
  }

  private void requireGuards() {
    for (int i = 1; i <= GUARD_BYTES; i++) {
      if (memory.getByte(claimedOffset - i) != GUARD
          || memory.getByte(claimedOffset + claimedLength + i - 1) != GUARD) {
        throw new AssertionError(name + ": written outside of a claim of " + claimedLength);
      }
    }
  }
}
