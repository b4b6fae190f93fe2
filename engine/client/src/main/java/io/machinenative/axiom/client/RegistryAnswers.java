package io.machinenative.axiom.client;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * An answer of the registry's family, which begins with the correlation id of its request.
 * Allocates nothing.
 */
final class RegistryAnswers implements InboundHandler {
  private final ClientSession session;
  private final int templateId;
  private final MessageShape shape;

  RegistryAnswers(ClientSession session, int templateId, MessageShape shape) {
    this.session = session;
    this.templateId = templateId;
    this.shape = shape;
  }

  @Override
  public MessageShape shape() {
    return shape;
  }

  @Override
  public boolean isExpectedIn(ClientSession.State state) {
    return state == ClientSession.State.OPEN || state == ClientSession.State.DRAINING;
  }

  @Override
  public void onMessage(DirectBuffer buffer, int offset, int blockLength, int version) {
    CallSlot slot = session.answered(buffer.getLong(offset, LITTLE_ENDIAN), templateId);
    if (slot != null) {
      AnswerHandler handler = slot.answers;
      long token = slot.token;
      session.calls().release(slot);
      handler.onAnswer(token, buffer, offset, blockLength, version);
    }
  }
}
