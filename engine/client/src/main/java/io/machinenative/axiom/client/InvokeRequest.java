package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.ContentType;
import org.agrona.DirectBuffer;

/**
 * Calls a tool. The payload is borrowed until the call is over.
 *
 * @param listener told how far the call is; null for nobody
 */
record InvokeRequest(
    int toolId,
    ContentType contentType,
    DirectBuffer payload,
    int offset,
    int length,
    ProgressListener listener)
    implements Request<Reply> {
  InvokeRequest {
    payload.boundsCheck(offset, length);
  }

  @Override
  public long send(ClientSession session, CallOptions options, PendingCall<Reply> call) {
    return session.send(
        toolId, contentType, payload, offset, length, options, new Answer(call, listener), 0);
  }

  @Override
  public boolean isHarmless() {
    return false;
  }

  /** Takes the answer to one attempt. */
  private record Answer(PendingCall<Reply> call, ProgressListener listener)
      implements ReplyHandler {
    @Override
    public void onResult(
        long token, ContentType contentType, DirectBuffer buffer, int offset, int length) {
      byte[] bytes = new byte[length];
      buffer.getBytes(offset, bytes);
      call.succeeded(new Reply(contentType, bytes));
    }

    @Override
    public void onError(
        long token, int status, int retryAfterMs, DirectBuffer message, int offset, int length) {
      call.failed(status, retryAfterMs, message.getStringWithoutLengthUtf8(offset, length));
    }

    @Override
    public void onProgress(
        long token, double done, double total, DirectBuffer message, int offset, int length) {
      if (listener != null && !call.isDone()) {
        String text = message.getStringWithoutLengthUtf8(offset, length);
        try {
          listener.onProgress(done, total, text);
        } catch (RuntimeException e) {
          // One caller's listener must not end the session that all callers share.
          call.listenerFailed(e);
        }
      }
    }
  }
}
