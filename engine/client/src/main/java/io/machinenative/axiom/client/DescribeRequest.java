package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.ToolDescriptionDecoder;
import org.agrona.DirectBuffer;

/** Asks for all that is known of one tool. */
record DescribeRequest(int toolId) implements Request<ToolDetails> {
  @Override
  public long send(ClientSession session, CallOptions options, PendingCall<ToolDetails> call) {
    return session.describeTool(toolId, options.deadlineNs(), new Answer(call), 0);
  }

  @Override
  public boolean isHarmless() {
    return true;
  }

  /** Takes the answer to one attempt. */
  private record Answer(PendingCall<ToolDetails> call) implements CatalogueHandler {
    @Override
    public void onToolDescription(long token, ToolDescriptionDecoder description) {
      call.succeeded(ToolDetails.of(description));
    }

    @Override
    public void onError(
        long token, int status, int retryAfterMs, DirectBuffer message, int offset, int length) {
      call.failed(status, retryAfterMs, message.getStringWithoutLengthUtf8(offset, length));
    }
  }
}
