package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.ToolDescriptionDecoder;
import org.agrona.DirectBuffer;

/** ToolDescription: one tool, whole. */
final class ToolDescriptionHandler implements InboundHandler {
  private static final MessageShape SHAPE =
      MessageShape.of(
          ToolDescriptionDecoder.BLOCK_LENGTH,
          ToolDescriptionDecoder.nameHeaderLength(),
          ToolDescriptionDecoder.versionHeaderLength(),
          ToolDescriptionDecoder.titleHeaderLength(),
          ToolDescriptionDecoder.descriptionHeaderLength(),
          ToolDescriptionDecoder.inputSchemaHeaderLength(),
          ToolDescriptionDecoder.outputSchemaHeaderLength());

  private final ClientSession session;
  private final ToolDescriptionDecoder description = new ToolDescriptionDecoder();

  ToolDescriptionHandler(ClientSession session) {
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
    description.wrap(buffer, offset, blockLength, version);
    session.onCatalogueEpoch(description.catalogueEpoch());
    CallSlot slot =
        session.answered(description.correlationId(), ToolDescriptionDecoder.TEMPLATE_ID);
    if (slot != null) {
      CatalogueHandler handler = slot.catalogue;
      long token = slot.token;
      session.calls().release(slot);
      handler.onToolDescription(token, description);
    }
  }
}
