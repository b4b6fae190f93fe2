package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.FragmentDecoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.FragmentAssembler;
import io.machinenative.axiom.engine.pipeline.PooledBuffer;
import org.agrona.DirectBuffer;

/**
 * Fragment: a piece of a long message, which is handed on when it is whole. Allocates nothing but
 * pooled memory.
 */
final class FragmentHandler implements InboundHandler {
  private static final MessageShape SHAPE =
      MessageShape.of(FragmentDecoder.BLOCK_LENGTH, FragmentDecoder.pieceHeaderLength());

  private final ClientSession session;
  private final InboundFrames frames;
  private final FragmentAssembler assembler;
  private final FragmentDecoder fragment = new FragmentDecoder();
  private int maxMessageBytes;

  FragmentHandler(ClientSession session, InboundFrames frames, BufferPool pool) {
    this.session = session;
    this.frames = frames;
    assembler = new FragmentAssembler(pool);
  }

  /** Takes the session's message limit. */
  void limit(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /** Gives all buffers back: the connection is over. */
  void release() {
    assembler.release();
  }

  @Override
  public MessageShape shape() {
    return SHAPE;
  }

  @Override
  public boolean isExpectedIn(ClientSession.State state) {
    return state == ClientSession.State.OPEN || state == ClientSession.State.DRAINING;
  }

  @Override
  public void onMessage(DirectBuffer buffer, int offset, int blockLength, int version) {
    fragment.wrap(buffer, offset, blockLength, version);
    long totalBytes = fragment.totalBytes();
    long pieceOffset = fragment.pieceOffset();
    long messageId = fragment.messageId();
    int pieceBytes = fragment.pieceLength();
    int piece = fragment.limit() + FragmentDecoder.pieceHeaderLength();
    int outcome =
        assembler.onFragment(
            messageId, totalBytes, pieceOffset, buffer, piece, pieceBytes, maxMessageBytes);
    switch (outcome) {
      case FragmentAssembler.COMPLETE -> deliver();
      case FragmentAssembler.INCOMPLETE -> {}
      // A link cannot be asked to offer the piece again, so the message, and with it the session,
      // is lost.
      case FragmentAssembler.BACK_PRESSURED ->
          session.over(
              Status.CONNECTION_LOST, "no memory for a message of " + totalBytes + " bytes");
      case FragmentAssembler.TOO_LARGE ->
          session.protocolError(
              "expected messages of at most " + maxMessageBytes + " bytes, got " + totalBytes);
      default ->
          session.protocolError(
              "a fragment out of place: message " + messageId + " at " + pieceOffset);
    }
  }

  private void deliver() {
    PooledBuffer message = assembler.takeMessage();
    try {
      frames.onAssembled(message.buffer(), assembler.messageLength());
    } finally {
      message.release();
    }
  }
}
