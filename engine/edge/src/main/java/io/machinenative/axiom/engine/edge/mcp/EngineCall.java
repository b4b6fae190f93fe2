package io.machinenative.axiom.engine.edge.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.InputRequest;
import io.machinenative.axiom.api.LogLevel;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.StatusFamily;
import io.machinenative.axiom.engine.access.Meter;
import io.machinenative.axiom.engine.edge.access.RateFields;
import io.machinenative.axiom.engine.edge.call.CallOutcome;
import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.edge.call.CallRequest;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * A request that the engine serves: forwards progress and log messages, writes the answer, stops
 * the tool when the client goes or cancels, and takes the tool's questions to the client.
 *
 * <p>A tool that asks is run again once the answers are there. In the newer era the client brings
 * them with a new request; in the older one it is asked on the stream of this one, which goes on.
 *
 * <p>Owned by the ingress thread.
 */
final class EngineCall implements CallOutcome {
  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final int MS_PER_S = 1000;

  private final McpServer server;
  private final McpRequest request;
  private final ResultForm form;
  private final TaskCall task;
  private ClientInteraction interaction;
  private CallPort port;
  private long correlationId;
  private boolean done;
  private double lastProgress = Double.NEGATIVE_INFINITY;

  /** What a later run needs of the first one; null when the client cannot be asked. */
  private Repeat repeat;

  /** What counts the call; null for nothing. */
  private Meter[] meters;

  private final Map<String, Map<String, Object>> collected = new LinkedHashMap<>();

  /** What the call was, and what its state is bound to. */
  private record Repeat(CallRequest call, byte[] binding) {}

  EngineCall(McpServer server, McpRequest request, ResultForm form) {
    this(server, request, form, null);
  }

  /**
   * @param task that the call is or may become; null for none
   */
  EngineCall(McpServer server, McpRequest request, ResultForm form, TaskCall task) {
    this.task = task;
    this.server = server;
    this.request = request;
    this.form = form;
  }

  /**
   * Calls the engine; the answer may be sent before this returns.
   *
   * @throws RpcException when the request carries a state that is not valid
   */
  void start(CallRequest call) {
    port = request.reply().port();
    meters = server.catalogue().meters(request.reply().caller(), call.toolId());
    interaction = server.interactions().begin(request, this::log, this::becomesTask);
    if (interaction.canAsk()) {
      repeat =
          new Repeat(
              call.copy(), request.isStateless() ? server.interactions().binding(request) : null);
    }
    run(call);
    if (!done) {
      request.reply().onGone(this::cancel);
      if (request.session() != null) {
        request.session().active().put(key(), this);
      }
    }
  }

  private void run(CallRequest call) {
    call.interaction(interaction);
    call.caller(request.reply().caller());
    correlationId = port.nextCorrelationId();
    port.call(call, this);
  }

  /** On any thread. */
  private void becomesTask() {
    if (task != null) {
      server
          .outbox()
          .surely(() -> {
            if (!done && task.begin() && request.session() != null) {
              request.session().active().remove(key(), this);
            }
          });
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
      request.session().questions().values().removeIf(question -> question.call() == this);
    }
  }

  @Override
  public void onResult(ContentType type, DirectBuffer buffer, int offset, int length) {
    server.outbox().drain();
    end();
    rates();
    form.write(request, type, buffer, offset, length);
  }

  @Override
  public void onError(Status status, int retryAfterMs, String message) {
    server.outbox().drain();
    rates();
    if (port.refusedBy() != null) {
      end();
      failRpc(request, TOO_MANY, RpcError.INTERNAL, status, retryAfterMs, message);
    } else if (status == Status.TOOL_ERROR && interaction.asked() != null) {
      ask();
    } else if (request.isStateless() && interaction.missing() != null) {
      end();
      String label = interaction.missing().label();
      request.fail(
          400,
          RpcError.MISSING_CAPABILITY,
          message,
          "{\"requiredCapabilities\":{\"" + label + "\":{}}}");
    } else {
      end();
      form.fail(request, status, retryAfterMs, message);
    }
  }

  private void rates() {
    if (meters != null) {
      RateFields.add(meters, server.nowNs(), request.reply()::field);
    }
  }

  private void ask() {
    if (task != null && task.isBegun()) {
      task.onAsked(interaction.asked());
      return;
    }
    if (request.isStateless()) {
      end();
      ByteSink sink = request.beginOpen();
      server.interactions().writeQuestions(sink, interaction, repeat.binding());
      request.finish(sink);
      return;
    }
    collected.clear();
    interaction.asked().forEach(this::askNow);
  }

  /** Asks on the stream of this request. */
  private void askNow(String key, InputRequest question) {
    String id = request.session().ask(new Question(this, key, server.inputDeadlineNs()));
    ByteSink sink = server.sink().put("{\"jsonrpc\":\"2.0\",\"id\":").text(id);
    sink.put(",\"method\":").text(question.method());
    sink.put(",\"params\":").put(Json.write(question.parameters()));
    request.reply().send(sink.put('}'));
  }

  /** The client answered a question; the tool is run again when it was the last one. */
  void onAnswer(String key, Map<String, Object> answer) {
    collected.put(key, answer);
    if (collected.size() == interaction.asked().size()) {
      repeatWith(collected);
    }
  }

  /** Runs the tool again, with more answers. */
  void repeatWith(Map<String, Map<String, Object>> answers) {
    interaction = interaction.next(answers);
    run(repeat.call());
  }

  /** The client cannot answer, or took too long. */
  void onNoAnswer(String why) {
    end();
    form.fail(request, Status.TOOL_ERROR, 0, why);
  }

  /** Any thread. */
  private void log(LogLevel level, String logger, Object data) {
    byte[] json = Json.write(data);
    server.outbox().later(() -> sendLog(level, logger, json));
  }

  private void sendLog(LogLevel level, String logger, byte[] json) {
    if (done) {
      return;
    }
    ByteSink sink = server.sink();
    sink.put("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"");
    sink.put(level.label()).put('"');
    if (logger != null) {
      sink.put(",\"logger\":").text(logger);
    }
    request.reply().send(sink.put(",\"data\":").put(json).put("}}"));
  }

  @Override
  public void onProgress(double progress, double total, String message) {
    if (task != null && task.isBegun()) {
      task.onProgress(message);
      return;
    }
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
    failRpc(request, OK, code, status, retryAfterMs, text);
  }

  private static void failRpc(
      McpRequest request, int http, int code, Status status, int retryAfterMs, String text) {
    if (http == TOO_MANY) {
      request.reply().field("Retry-After", "" + Math.ceilDiv(retryAfterMs, MS_PER_S));
    }
    StringBuilder data = new StringBuilder("{\"status\":").append(status.value());
    data.append(",\"name\":\"").append(status.name()).append('"');
    if (StatusFamily.of(status) == StatusFamily.NOT_STARTED) {
      data.append(",\"retryAfterMs\":").append(retryAfterMs);
    }
    request.fail(http, code, text, data.append('}').toString());
  }
}
