package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import org.agrona.DirectBuffer;

/**
 * The answer to what is offered beside tools: the members of the reply are those of the result, for
 * the engine wrote it so. Wrong arguments are the client's error. Stateless.
 */
enum OfferForm implements ResultForm {
  /** A prompt, or a completion. */
  OBJECT,
  /** A resource: with hints for caches. */
  RESOURCE;

  @Override
  public void write(
      McpRequest request, ContentType type, DirectBuffer buffer, int offset, int length) {
    ByteSink sink = request.begin();
    int start = buffer.wrapAdjustment() + offset;
    sink.line(buffer.byteArray(), start + 1, length - 2); // without its braces
    if (this == RESOURCE) {
      Caching.writeNone(sink, request);
    }
    request.finish(sink);
  }

  @Override
  public void fail(McpRequest request, Status status, int retryAfterMs, String message) {
    int code = status == Status.INVALID_ARGUMENT ? RpcError.INVALID_PARAMS : RpcError.INTERNAL;
    EngineCall.failRpc(request, code, status, retryAfterMs, message);
  }
}
