package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.HeartbeatDecoder;
import org.agrona.DirectBuffer;

/** Heartbeat: a sign of life, which is answered unless it is an answer. */
final class HeartbeatHandler implements InboundHandler {
  private static final MessageShape SHAPE = MessageShape.of(HeartbeatDecoder.BLOCK_LENGTH);

  private final ClientSession session;
  private final HeartbeatDecoder heartbeat = new HeartbeatDecoder();

  HeartbeatHandler(ClientSession session) {
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
    heartbeat.wrap(buffer, offset, blockLength, version);
    session.onHeartbeat(heartbeat.timestampNs(), heartbeat.flags().reply());
  }
}
