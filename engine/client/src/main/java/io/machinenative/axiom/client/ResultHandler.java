package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ResultDecoder;
import org.agrona.DirectBuffer;

/** Result: a tool has done it. Allocates nothing; the reply is handed on where it lies. */
final class ResultHandler implements InboundHandler {
  private static final MessageShape SHAPE =
      MessageShape.of(ResultDecoder.BLOCK_LENGTH, ResultDecoder.payloadHeaderLength());

  private final ClientSession session;
  private final ResultDecoder result = new ResultDecoder();

  ResultHandler(ClientSession session) {
    this.session = session;
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
    result.wrap(buffer, offset, blockLength, version);
    CallSlot slot = session.answered(result.correlationId(), ResultDecoder.TEMPLATE_ID);
    if (slot == null) {
      return;
    }
    ReplyHandler handler = slot.replies;
    long token = slot.token;
    ContentType contentType = result.contentType();
    int payloadBytes = result.payloadLength();
    int payload = result.limit() + ResultDecoder.payloadHeaderLength();
    session.calls().release(slot);
    handler.onResult(token, contentType, buffer, payload, payloadBytes);
  }
}
