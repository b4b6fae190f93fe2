package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.ProgressDecoder;
import io.machinenative.axiom.codec.ResultDecoder;
import org.agrona.DirectBuffer;

/** Progress: a tool tells how far it is. Allocates nothing. */
final class ProgressHandler implements InboundHandler {
  private static final MessageShape SHAPE =
      MessageShape.of(ProgressDecoder.BLOCK_LENGTH, ProgressDecoder.messageHeaderLength());

  private final ClientSession session;
  private final ProgressDecoder progress = new ProgressDecoder();

  ProgressHandler(ClientSession session) {
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
    progress.wrap(buffer, offset, blockLength, version);
    CallSlot slot = session.answered(progress.correlationId(), ResultDecoder.TEMPLATE_ID);
    if (slot == null) {
      return;
    }
    double done = progress.done();
    double total = progress.total();
    int textBytes = progress.messageLength();
    int text = progress.limit() + ProgressDecoder.messageHeaderLength();
    slot.replies.onProgress(slot.token, done, total, buffer, text, textBytes);
  }
}
