package io.machinenative.axiom.engine.transport.inproc;

import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.Session;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ControlledMessageHandler.Action;

/**
 * The server's end of an in-process connection. A frame that the handler refuses stays in the ring;
 * a handler that throws ends the connection. Owned by the agent that polls the listener; allocates
 * nothing after it was made.
 */
final class InprocServerEnd implements Peer {
  private final InprocPipe pipe;
  private final FrameHandler handler;
  private final RingWriter writer;
  private final ControlledMessageHandler frameHandler = this::onFrame;
  private Session session;
  private boolean closed;

  InprocServerEnd(InprocPipe pipe, FrameHandler handler) {
    this.pipe = pipe;
    this.handler = handler;
    this.writer = new RingWriter(pipe.toClient());
  }

  void open() {
    session = handler.onConnect(this);
    pipe.accept();
  }

  /**
   * Reads frames.
   *
   * @return how much was done
   */
  int poll(int framesPerPoll) {
    return closed ? 0 : pipe.toServer().controlledRead(frameHandler, framesPerPoll);
  }

  private Action onFrame(int typeId, MutableDirectBuffer buffer, int offset, int length) {
    int outcome = Outcome.CLOSED;
    try {
      outcome = handler.onFrame(session, buffer, offset, length);
    } finally {
      // The ring passes over the frame of a handler that throws, so the connection ends with it.
      if (outcome == Outcome.CLOSED) {
        close();
      }
    }
    if (outcome == Outcome.BACK_PRESSURED) {
      return Action.ABORT;
    }
    return closed ? Action.BREAK : Action.CONTINUE;
  }

  /**
   * Whether this end is over: closed here, or closed by the client and read to the end. To be asked
   * with what {@link #isClientClosed()} said before the last poll.
   */
  boolean isOver(boolean clientWasClosed) {
    return closed || (clientWasClosed && pipe.toServer().size() == 0);
  }

  boolean isClientClosed() {
    return pipe.isClientClosed();
  }

  /** The last that the handler hears of this connection. */
  void end() {
    close();
    handler.onDisconnect(session);
  }

  @Override
  public String description() {
    return pipe.description();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      writer.abortOpenClaim();
      pipe.closeServer();
    }
  }

  @Override
  public int claim(int length) {
    return closed || pipe.isClientClosed() ? Outcome.CLOSED : writer.claim(length);
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
    return pipe.description();
  }
}
