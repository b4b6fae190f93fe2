package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.ToolListDecoder;
import org.agrona.DirectBuffer;

/** ToolList: a page of the catalogue. */
final class ToolListHandler implements InboundHandler {
  private static final MessageShape SHAPE =
      MessageShape.withGroup(
          ToolListDecoder.BLOCK_LENGTH,
          ToolListDecoder.ToolsDecoder.sbeBlockLength(),
          ToolListDecoder.ToolsDecoder.nameHeaderLength(),
          ToolListDecoder.ToolsDecoder.versionHeaderLength(),
          ToolListDecoder.ToolsDecoder.titleHeaderLength());

  private final ClientSession session;
  private final ToolListDecoder page = new ToolListDecoder();

  ToolListHandler(ClientSession session) {
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
    page.wrap(buffer, offset, blockLength, version);
    session.onCatalogueEpoch(page.catalogueEpoch());
    CallSlot slot = session.answered(page.correlationId(), ToolListDecoder.TEMPLATE_ID);
    if (slot != null) {
      CatalogueHandler handler = slot.catalogue;
      long token = slot.token;
      session.calls().release(slot);
      handler.onToolList(token, page);
    }
  }
}
