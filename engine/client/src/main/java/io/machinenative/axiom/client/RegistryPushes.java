package io.machinenative.axiom.client;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.machinenative.axiom.codec.RegistryResyncDecoder;
import org.agrona.DirectBuffer;

/**
 * What a server pushes to a watch: RegistryChanges and RegistryResync, which begin with the watch's
 * id. One of a watch that has just ended is ignored. Allocates nothing.
 */
final class RegistryPushes implements InboundHandler {
  private final ClientSession session;
  private final MessageShape shape;
  private final boolean isResync;
  private final RegistryResyncDecoder resync = new RegistryResyncDecoder();

  RegistryPushes(ClientSession session, MessageShape shape, boolean isResync) {
    this.session = session;
    this.shape = shape;
    this.isResync = isResync;
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
    PushHandler handler = session.pushHandler(buffer.getLong(offset, LITTLE_ENDIAN));
    if (handler == null) {
      return;
    }
    if (isResync) {
      handler.onResync(resync.wrap(buffer, offset, blockLength, version).revision());
    } else {
      handler.onChanges(buffer, offset, blockLength, version);
    }
  }
}
