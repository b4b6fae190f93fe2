package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.ErrorDecoder;
import org.agrona.DirectBuffer;

/** Error: a request was not done. Allocates nothing. */
final class ErrorHandler implements InboundHandler {
  private static final MessageShape SHAPE =
      MessageShape.of(ErrorDecoder.BLOCK_LENGTH, ErrorDecoder.messageHeaderLength());

  private final ClientSession session;
  private final ErrorDecoder error = new ErrorDecoder();

  ErrorHandler(ClientSession session) {
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
    error.wrap(buffer, offset, blockLength, version);
    CallSlot slot = session.answered(error.correlationId(), ErrorDecoder.TEMPLATE_ID);
    if (slot == null) {
      return;
    }
    int retryAfterMs = (int) Math.min(error.retryAfterMs(), Integer.MAX_VALUE);
    int status = error.statusRaw();
    if (status == 0) {
      session.protocolError("an Error with status OK");
      return;
    }
    int textBytes = error.messageLength();
    int text = error.limit() + ErrorDecoder.messageHeaderLength();
    session.calls().end(slot, status, retryAfterMs, buffer, text, textBytes);
  }
}
