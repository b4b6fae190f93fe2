package io.machinenative.axiom.engine.transport.inproc;

import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Outcome;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ControlledMessageHandler.Action;

/**
 * The client's end of an in-process connection. It cannot be waited on: its owner idles. A receiver
 * that throws ends the link, and the owner gets what it threw. Owned by the thread that polls it;
 * allocates nothing after it was made.
 */
final class InprocLink implements Link {
  private final InprocPipe pipe;
  private final RingWriter writer;
  private final int framesPerPoll;
  private final ControlledMessageHandler frameHandler = this::onFrame;
  private State state = State.CONNECTING;
  private String closeReason = "";
  private Receiver receiver;

  InprocLink(InprocPipe pipe, int framesPerPoll) {
    this.pipe = pipe;
    this.writer = new RingWriter(pipe.toServer());
    this.framesPerPoll = framesPerPoll;
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
    // Read before the ring is: frames that precede the flag are then certainly seen.
    boolean closedByServer = pipe.isServerClosed();
    if (state == State.CONNECTING && pipe.isAccepted()) {
      state = State.CONNECTED;
      work = 1;
    }
    this.receiver = receiver;
    work += pipe.toClient().controlledRead(frameHandler, framesPerPoll);
    if (closedByServer && state != State.CLOSED && pipe.toClient().size() == 0) {
      refuse("closed by the server");
      work++;
    }
    return work;
  }

  private Action onFrame(int typeId, MutableDirectBuffer buffer, int offset, int length) {
    try {
      receiver.onFrame(buffer, offset, length);
    } catch (RuntimeException | Error e) {
      refuse("the receiver failed: " + e);
      throw e;
    }
    return state == State.CLOSED ? Action.BREAK : Action.CONTINUE;
  }

  /** Ends the link for a reason of the other side. */
  void refuse(String reason) {
    closeReason = reason;
    end();
  }

  @Override
  public void close() {
    if (state != State.CLOSED) {
      end();
    }
  }

  private void end() {
    state = State.CLOSED;
    writer.abortOpenClaim();
    pipe.closeClient();
  }

  @Override
  public int claim(int length) {
    return switch (state) {
      case CONNECTED -> pipe.isServerClosed() ? Outcome.CLOSED : writer.claim(length);
      case CONNECTING -> Outcome.BACK_PRESSURED;
      case CLOSED -> Outcome.CLOSED;
    };
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

  @Override
  public String toString() {
    return pipe.description() + " " + state;
  }
}
