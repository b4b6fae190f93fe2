package io.machinenative.axiom.client;

import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A link in memory whose other end a test holds: it delivers the frames that the test gives it,
 * keeps those that were committed, and fails as the test says.
 *
 * <p>Frames lie between bytes that are not theirs, as they do in a carrier's buffers.
 */
final class ScriptedLink implements Link {
  private static final int GUARD_BYTES = 64;
  private static final byte GUARD = (byte) 0xA5;

  private final Deque<byte[]> inbound = new ArrayDeque<>();
  final Deque<byte[]> outbound = new ArrayDeque<>();
  private final UnsafeBuffer room = new UnsafeBuffer(new byte[128 * 1024]);
  private State state = State.CONNECTING;
  private String closeReason = "";
  private boolean connectable = true;
  private int claimed;
  int maxFrameBytes = 64 * 1024;
  int capacityFrames = Integer.MAX_VALUE;
  boolean closedByOwner;

  /** What {@link #close()} throws; null for nothing. */
  RuntimeException thrownByClose;

  /** Does not connect until told. */
  void hold() {
    connectable = false;
  }

  void connect() {
    connectable = true;
  }

  void deliver(byte[] frame) {
    inbound.addLast(frame);
  }

  /** The connection breaks once all that was delivered has been read. */
  void breakOff(String reason) {
    closeReason = reason;
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
    int work = 0;
    if (state == State.CONNECTING && connectable) {
      state = State.CONNECTED;
      work++;
    }
    while (!inbound.isEmpty()) {
      byte[] frame = inbound.pollFirst();
      UnsafeBuffer buffer = new UnsafeBuffer(new byte[frame.length + 2 * GUARD_BYTES]);
      buffer.setMemory(0, buffer.capacity(), GUARD);
      buffer.putBytes(GUARD_BYTES, frame);
      receiver.onFrame(buffer, GUARD_BYTES, frame.length);
      work++;
    }
    if (!closeReason.isEmpty()) {
      state = State.CLOSED;
      work++;
    }
    return work;
  }

  @Override
  public int claim(int length) {
    assert claimed == 0 : "a claim is open";
    if (state != State.CONNECTED) {
      return state == State.CLOSED ? Outcome.CLOSED : Outcome.BACK_PRESSURED;
    }
    if (length > maxFrameBytes) {
      return Outcome.TOO_LARGE;
    }
    if (outbound.size() >= capacityFrames) {
      return Outcome.BACK_PRESSURED;
    }
    claimed = length;
    room.setMemory(0, length + GUARD_BYTES, GUARD);
    return Outcome.OK;
  }

  @Override
  public MutableDirectBuffer buffer() {
    return room;
  }

  @Override
  public int offset() {
    return 0;
  }

  @Override
  public void commit() {
    assert claimed > 0 : "no claim is open";
    byte[] frame = new byte[claimed];
    room.getBytes(0, frame);
    for (int i = claimed; i < claimed + GUARD_BYTES; i++) {
      assert room.getByte(i) == GUARD : "written beyond the claim of " + claimed;
    }
    claimed = 0;
    outbound.addLast(frame);
  }

  @Override
  public void abort() {
    claimed = 0;
  }

  @Override
  public int maxFrameBytes() {
    return maxFrameBytes;
  }

  @Override
  public void close() {
    state = State.CLOSED;
    closedByOwner = true;
    if (thrownByClose != null) {
      throw thrownByClose;
    }
  }
}
