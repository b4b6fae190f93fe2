package io.machinenative.axiom.engine.edge.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.StatusFamily;
import io.machinenative.axiom.engine.edge.call.CallOutcome;
import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.edge.call.CallRequest;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import org.agrona.DirectBuffer;

/**
 * A request that the engine serves: forwards progress, writes the answer, and stops the tool when
 * the client goes or cancels. Owned by the ingress thread.
 */
final class EngineCall implements CallOutcome {
  private final McpServer server;
  private final McpRequest request;
  private final ResultForm form;
  private CallPort port;
  private long correlationId;
  private boolean done;
  private double lastProgress = Double.NEGATIVE_INFINITY;

  EngineCall(McpServer server, McpRequest request, ResultForm form) {
    this.server = server;
    this.request = request;
    this.form = form;
  }

  /** Calls the engine; the answer may be sent before this returns. */
  void start(CallRequest call) {
    port = request.reply().port();
    correlationId = port.nextCorrelationId();
    port.call(call, this);
    if (!done) {
      request.reply().onGone(this::cancel);
      if (request.session() != null) {
        request.session().active().put(key(), this);
      }
    }
  }

  private String key() {
    return new String(request.id(), UTF_8);
  }

  /** The answer is not wanted any more: none is sent. */
  void cancel() {
    if (!done) {
      end();
      port.cancel(correlationId);
      request.reply().end();
    }
  }

  private void end() {
    done = true;
    if (request.session() != null) {
      request.session().active().remove(key(), this);
    }
  }

  @Override
  public void onResult(ContentType type, DirectBuffer buffer, int offset, int length) {
    end();
    form.write(request, type, buffer, offset, length);
  }

  @Override
  public void onError(Status status, int retryAfterMs, String message) {
    end();
    form.fail(request, status, retryAfterMs, message);
  }

  @Override
  public void onProgress(double progress, double total, String message) {
    byte[] token = request.progressToken();
    if (token == null || !(progress > lastProgress) || Double.isInfinite(progress)) {
      return;
    }
    lastProgress = progress;
    ByteSink sink = server.sink();
    sink.put("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{");
    sink.put("\"progressToken\":").put(token).put(",\"progress\":").number(progress);
    if (Double.isFinite(total)) {
      sink.put(",\"total\":").number(total);
    }
    if (!message.isEmpty()) {
      sink.put(",\"message\":").text(message);
    }
    request.reply().send(sink.put("}}"));
  }

  /** The error of JSON-RPC for what is not the tool's answer. */
  static void failRpc(McpRequest request, int code, Status status, int retryAfterMs, String text) {
    StringBuilder data = new StringBuilder("{\"status\":").append(status.value());
    data.append(",\"name\":\"").append(status.name()).append('"');
    if (StatusFamily.of(status) == StatusFamily.NOT_STARTED) {
      data.append(",\"retryAfterMs\":").append(retryAfterMs);
    }
    request.fail(200, code, text, data.append('}').toString());
  }
}
