package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.GoodbyeDecoder;
import org.agrona.DirectBuffer;

/** Goodbye: the server ends the session, or agrees to end it. Allocates. */
final class GoodbyeHandler implements InboundHandler {
  private static final MessageShape SHAPE =
      MessageShape.of(GoodbyeDecoder.BLOCK_LENGTH, GoodbyeDecoder.messageHeaderLength());

  private final ClientSession session;
  private final GoodbyeDecoder goodbye = new GoodbyeDecoder();

  GoodbyeHandler(ClientSession session) {
    this.session = session;
  }

  @Override
  public MessageShape shape() {
    return SHAPE;
  }

  @Override
  public boolean isExpectedIn(ClientSession.State state) {
    return state != ClientSession.State.CONNECTING;
  }

  @Override
  public void onMessage(DirectBuffer buffer, int offset, int blockLength, int version) {
    goodbye.wrap(buffer, offset, blockLength, version);
    session.onGoodbye(goodbye.status(), goodbye.drainMs(), goodbye.message());
  }
}
