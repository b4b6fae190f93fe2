package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.RejectDecoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;
import org.agrona.DirectBuffer;

/** Reject: the server does not open a session. Allocates. */
final class RejectHandler implements InboundHandler {
  private static final MessageShape SHAPE =
      MessageShape.of(RejectDecoder.BLOCK_LENGTH, RejectDecoder.messageHeaderLength());

  private final ClientSession session;
  private final RejectDecoder reject = new RejectDecoder();

  RejectHandler(ClientSession session) {
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
    reject.wrap(buffer, offset, blockLength, version);
    Status status = reject.status();
    String versions = "";
    if (status == Status.VERSION_UNSUPPORTED) {
      versions =
          " (the server speaks versions "
              + (reject.minVersion() + " to " + reject.maxVersion())
              + (", this client " + WireLimits.MIN_VERSION + " to " + WireLimits.MAX_VERSION + ")");
    }
    long retryAfterMs = Math.min(reject.retryAfterMs(), Integer.MAX_VALUE);
    session.refused(
        status,
        (int) retryAfterMs,
        "the server refused the session: " + reject.message() + versions);
  }
}
