package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.FragmentDecoder;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.WatchEndedDecoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.Link;
import org.agrona.DirectBuffer;

/**
 * From a frame to its handler: reads the header, finds the handler in a table by template id,
 * checks the outline, hands over. Unknown templates are counted and ignored; anything else that is
 * wrong ends the session.
 *
 * <p>Owned by the session's thread. Allocates nothing.
 */
final class InboundFrames implements Link.Receiver {
  private static final int TABLE_LENGTH = WatchEndedDecoder.TEMPLATE_ID + 1;

  private final InboundHandler[] handlers = new InboundHandler[TABLE_LENGTH];
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final ClientSession session;

  InboundFrames(ClientSession session) {
    this.session = session;
  }

  void handle(int templateId, InboundHandler handler) {
    handlers[templateId] = handler;
  }

  @Override
  public void onFrame(DirectBuffer buffer, int offset, int length) {
    if (session.isOver()) {
      return;
    }
    session.onHeard();
    onMessage(buffer, offset, length);
  }

  /** Takes a message that was put together from fragments. */
  void onAssembled(DirectBuffer buffer, int length) {
    if (length >= WireLimits.HEADER_BYTES
        && header.wrap(buffer, 0).templateId() == FragmentDecoder.TEMPLATE_ID) {
      session.protocolError("a fragment within fragments");
    } else {
      onMessage(buffer, 0, length);
    }
  }

  private void onMessage(DirectBuffer buffer, int offset, int length) {
    if (length < WireLimits.HEADER_BYTES) {
      session.protocolError(
          "expected a message of at least " + WireLimits.HEADER_BYTES + " bytes, got " + length);
      return;
    }
    header.wrap(buffer, offset);
    int templateId = header.templateId();
    int version = header.version();
    if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID || version < WireLimits.MIN_VERSION) {
      session.protocolError(
          "expected schema "
              + MessageHeaderDecoder.SCHEMA_ID
              + " of version "
              + WireLimits.MIN_VERSION
              + " or later, got schema "
              + header.schemaId()
              + " version "
              + version);
      return;
    }
    InboundHandler handler = templateId < TABLE_LENGTH ? handlers[templateId] : null;
    if (handler == null) {
      session.counters().increment(ClientCounters.Kind.UNKNOWN_TEMPLATE);
    } else {
      deliver(handler, templateId, version, buffer, offset, length);
    }
  }

  private void deliver(
      InboundHandler handler,
      int templateId,
      int version,
      DirectBuffer buffer,
      int offset,
      int length) {
    int blockLength = header.blockLength();
    int block = offset + WireLimits.HEADER_BYTES;
    if (!handler.shape().fits(buffer, block, offset + length, blockLength)) {
      session.protocolError(
          "template " + templateId + " of " + length + " bytes is cut or holds a length that lies");
    } else if (!handler.isExpectedIn(session.state())) {
      session.protocolError("template " + templateId + " came in state " + session.state());
    } else {
      handler.onMessage(buffer, block, blockLength, version);
    }
  }
}
