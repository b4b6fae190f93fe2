package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.WelcomeDecoder;
import io.machinenative.axiom.codec.WireLimits;
import org.agrona.DirectBuffer;

/** Welcome: the session is open, within limits that both sides named. Allocates. */
final class WelcomeHandler implements InboundHandler {
  private static final MessageShape SHAPE =
      MessageShape.of(WelcomeDecoder.BLOCK_LENGTH, WelcomeDecoder.serverNameHeaderLength());

  /** Less than this leaves a fragment no room for a piece worth sending. */
  private static final int MIN_FRAME_BYTES = 256;

  private final ClientSession session;
  private final WelcomeDecoder welcome = new WelcomeDecoder();

  WelcomeHandler(ClientSession session) {
    this.session = session;
  }

  @Override
  public MessageShape shape() {
    return SHAPE;
  }

  @Override
  public boolean isExpectedIn(ClientSession.State state) {
    return state == ClientSession.State.GREETING;
  }

  @Override
  public void onMessage(DirectBuffer buffer, int offset, int blockLength, int version) {
    welcome.wrap(buffer, offset, blockLength, version);
    long maxMessageBytes = welcome.maxMessageBytes();
    long maxFrameBytes = welcome.maxFrameBytes();
    long creditWindow = welcome.creditWindow();
    long heartbeatMs = welcome.heartbeatIntervalMs();
    int protocolVersion = welcome.version();
    boolean registry = welcome.capabilities().registry();
    boolean allowed =
        protocolVersion >= WireLimits.MIN_VERSION
            && protocolVersion <= WireLimits.MAX_VERSION
            && maxFrameBytes >= MIN_FRAME_BYTES
            && maxMessageBytes >= MIN_FRAME_BYTES
            && creditWindow > 0
            && heartbeatMs >= WireLimits.MIN_HEARTBEAT_INTERVAL_MS
            && heartbeatMs <= WireLimits.MAX_HEARTBEAT_INTERVAL_MS;
    if (!allowed) {
      session.protocolError(
          "Welcome holds limits that are not allowed: version "
              + (protocolVersion + ", maxMessageBytes " + maxMessageBytes)
              + (", maxFrameBytes " + maxFrameBytes + ", creditWindow " + creditWindow)
              + (", heartbeatIntervalMs " + heartbeatMs));
      return;
    }
    SessionConfig config = session.config();
    int asked =
        config.creditWindow() == 0 ? SessionConfig.MAX_CREDIT_WINDOW : config.creditWindow();
    session.onWelcome(
        new SessionInfo(
            welcome.sessionId(),
            welcome.catalogueEpoch(),
            (int) Math.min(maxMessageBytes, config.maxMessageBytes()),
            (int) Math.min(maxFrameBytes, WireLimits.MAX_FRAME_BYTES),
            (int) Math.min(creditWindow, asked),
            (int) heartbeatMs,
            protocolVersion,
            welcome.serverName(),
            registry));
  }
}
