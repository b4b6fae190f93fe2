package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.ToolListDecoder;
import org.agrona.DirectBuffer;

/** Asks for a page of the catalogue. */
record ListRequest(String after, String prefix) implements Request<ToolPage> {
  @Override
  public long send(ClientSession session, CallOptions options, PendingCall<ToolPage> call) {
    return session.listTools(after, prefix, 0, options.deadlineNs(), new Answer(call), 0);
  }

  @Override
  public int toolId() {
    return 0;
  }

  @Override
  public boolean isHarmless() {
    return true;
  }

  /** Takes the answer to one attempt. */
  private record Answer(PendingCall<ToolPage> call) implements CatalogueHandler {
    @Override
    public void onToolList(long token, ToolListDecoder page) {
      call.succeeded(ToolPage.of(page));
    }

    @Override
    public void onError(
        long token, int status, int retryAfterMs, DirectBuffer message, int offset, int length) {
      call.failed(status, retryAfterMs, message.getStringWithoutLengthUtf8(offset, length));
    }
  }
}
