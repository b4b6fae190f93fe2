package io.machinenative.axiom.testkit;

import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.Session;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A connection of the fuzzer: guards what is claimed, reads what is committed, and remembers a
 * message that it sends in pieces. Owned by the fuzzer's thread.
 */
final class FuzzPeer implements Peer {
  private static final int GUARD_BYTES = 16;
  private static final byte GUARD = 0x5A;
  private static final byte JUNK = (byte) 0xA5;
  private static final int NONE = -1;

  /** Where all peers of a thread write, since one claim is open at a time. */
  static UnsafeBuffer claimBuffer() {
    return new UnsafeBuffer(new byte[WireLimits.MAX_FRAME_BYTES + 2 * GUARD_BYTES]);
  }

  private final long number;
  private final UnsafeBuffer memory;
  private final ReplyCheck replies;
  private boolean blocked;
  private boolean closed;
  private boolean lastWordSaid;
  private int claimedLength = NONE;
  private int toTake;
  private int patience;

  /** Set by the carrier. */
  Session session;

  /**
   * A message that is sent in pieces, of which {@code piecesAt} bytes are sent; null when there is
   * none.
   */
  byte[] pieces;

  int piecesAt;
  long piecesId;

  /** The frame that was refused for back pressure and comes again; empty when there is none. */
  byte[] refused = new byte[0];

  FuzzPeer(long number, UnsafeBuffer memory, ReplyCheck replies) {
    this.number = number;
    this.memory = memory;
    this.replies = replies;
  }

  /**
   * Takes nothing from here on.
   *
   * @param polls after which it takes everything again
   */
  void block(int polls) {
    blocked = true;
    toTake = 0;
    patience = polls;
  }

  /** A poll begins. */
  void onPoll() {
    if (blocked && --patience <= 0) {
      unblock();
    }
  }

  boolean isBlocked() {
    return blocked;
  }

  /** Takes everything again. */
  void unblock() {
    blocked = false;
  }

  /** Takes so many frames although it is blocked. */
  void takeSome(int frames) {
    toTake = frames;
  }

  boolean isClosed() {
    return closed;
  }

  void requireNoOpenClaim() {
    if (claimedLength != NONE) {
      throw new IllegalStateException("a claim of " + claimedLength + " bytes was left open");
    }
  }

  @Override
  public int claim(int length) {
    requireNoOpenClaim();
    if (length <= 0) {
      throw new IllegalStateException("expected a claim above 0, got " + length);
    }
    if (closed) {
      return Outcome.CLOSED;
    }
    if (length > maxFrameBytes()) {
      return Outcome.TOO_LARGE;
    }
    if (blocked && toTake == 0) {
      return Outcome.BACK_PRESSURED;
    }
    toTake -= blocked ? 1 : 0;
    claimedLength = length;
    memory.setMemory(0, GUARD_BYTES, GUARD);
    memory.setMemory(GUARD_BYTES, Math.min(length, 128), JUNK);
    memory.setMemory(GUARD_BYTES + length, GUARD_BYTES, GUARD);
    return Outcome.OK;
  }

  @Override
  public MutableDirectBuffer buffer() {
    return memory;
  }

  @Override
  public int offset() {
    return GUARD_BYTES;
  }

  @Override
  public void commit() {
    requireGuards();
    if (lastWordSaid) {
      throw new IllegalStateException("a message after the last one");
    }
    lastWordSaid = replies.onFrame(memory, GUARD_BYTES, claimedLength);
    claimedLength = NONE;
  }

  @Override
  public void abort() {
    requireGuards();
    claimedLength = NONE;
  }

  private void requireGuards() {
    if (claimedLength == NONE) {
      throw new IllegalStateException("no claim is open");
    }
    for (int i = 0; i < GUARD_BYTES; i++) {
      if (memory.getByte(i) != GUARD || memory.getByte(GUARD_BYTES + claimedLength + i) != GUARD) {
        throw new IllegalStateException("written outside of a claim of " + claimedLength);
      }
    }
  }

  @Override
  public int maxFrameBytes() {
    return WireLimits.MAX_FRAME_BYTES;
  }

  @Override
  public String description() {
    return "fuzz " + number;
  }

  @Override
  public void close() {
    closed = true;
  }
}
