package io.machinenative.axiom.engine.edge.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.edge.call.CallRequest;
import io.machinenative.axiom.engine.edge.call.CallText;
import io.machinenative.axiom.engine.edge.http.EdgeClient;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.json.JsonDefect;
import io.machinenative.axiom.engine.edge.rest.ToolDescription;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;

/**
 * Calls as JSON on a WebSocket, many at once, each known by an id of the client's own. Owned by the
 * ingress thread. Allocates for each call: its id and its place.
 */
final class JsonSocket implements SocketService {
  /** As clients name it. */
  static final String PROTOCOL = "axiom.json";

  private static final byte[] NO_ID = "null".getBytes(UTF_8);

  private final WebSocketConnection connection;
  private final EdgeClient client;
  private final Caller caller;
  private final IngressContext context;
  private final JsonRequest request;
  private final ByteSink sink;
  private final Map<String, JsonSocketCall> calls = new HashMap<>(8);
  private boolean over;

  /**
   * @param caller whose it is
   * @param request reads what comes; of all sockets
   * @param sink to write in; of all sockets
   */
  JsonSocket(
      WebSocketConnection connection,
      EdgeClient client,
      Caller caller,
      IngressContext context,
      JsonRequest request,
      ByteSink sink) {
    this.connection = connection;
    this.client = client;
    this.caller = caller;
    this.context = context;
    this.request = request;
    this.sink = sink;
  }

  @Override
  public boolean isText() {
    return true;
  }

  @Override
  public int maxMessageBytes() {
    return connection.all().config().bodyBytes();
  }

  @Override
  public void onMessage(ByteBuf message) {
    if (!caller.isGood(context.nowNs())) {
      connection.close(CloseCode.POLICY, "the credentials are good no longer");
      return;
    }
    int length = message.readableBytes();
    byte[] bytes = connection.all().scratch(length);
    message.readBytes(bytes, 0, length);
    try {
      request.read(bytes, length);
      switch (request.kind()) {
        case CALL -> call();
        case CANCEL -> cancel();
        case LIST -> list();
      }
    } catch (JsonDefect e) {
      if (isUtf8(bytes, length)) {
        fail(NO_ID, Status.BAD_REQUEST, 0, e.getMessage());
      } else {
        connection.close(CloseCode.NOT_UTF8, "expected UTF-8");
      }
    } catch (IllegalArgumentException e) {
      byte[] id = request.id();
      fail(id == null ? NO_ID : id, Status.BAD_REQUEST, 0, e.getMessage());
    }
  }

  private static boolean isUtf8(byte[] bytes, int length) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private void call() {
    byte[] id = request.id();
    String key = new String(id, UTF_8);
    String tool = request.tool();
    Route route = context.routes().find(ToolId.of(tool));
    if (calls.containsKey(key)) {
      fail(id, Status.DUPLICATE_CORRELATION_ID, 0, "a call with this id is under way");
    } else if (route == null || !route.name().equals(tool) || isHidden(route)) {
      fail(id, Status.UNKNOWN_TOOL, 0, "there is no tool named " + tool);
    } else {
      CallPort port = client.port();
      CallRequest asked = request.call(route.toolId());
      JsonSocketCall call = new JsonSocketCall(this, key, id, port.nextCorrelationId());
      asked.caller(caller);
      calls.put(key, call); // its outcome may be told before the next line is done
      port.call(asked, call);
    }
  }

  /** Whether it is, for this caller, as if it were not there: no scope would open it. */
  private boolean isHidden(Route route) {
    Guard guard = context.policy().guard();
    return !guard.isOpen()
        && !context.routes().allows(caller, guard, route)
        && guard.scopeFor(route.name(), route.readOnly()) == null;
  }

  private void cancel() {
    JsonSocketCall call = calls.remove(new String(request.id(), UTF_8));
    if (call != null) {
      client.port().cancel(call.correlationId());
      fail(call.id(), Status.CANCELLED, 0, "cancelled by the client");
    }
  }

  private void list() {
    RouteSnapshot routes = context.routes();
    String after = request.after();
    Guard guard = context.policy().guard();
    ByteSink out = begin(request.id()).put("\"epoch\":").number(routes.epoch());
    out.put(",\"tools\":[");
    Route last = null;
    boolean more = false;
    int count = 0;
    for (int i = after.isEmpty() ? 0 : routes.firstAfter(after); !more && i < routes.size(); i++) {
      Route route = routes.byName(i);
      if (!routes.allows(caller, guard, route)) {
        continue;
      }
      more = count == request.limit();
      if (!more) {
        last = route;
        ToolDescription.write(count++ == 0 ? out : out.put(','), route);
      }
    }
    out.put(']');
    if (more) {
      out.put(",\"next\":").text(last.name());
    }
    send(out);
  }

  // ── what goes ──────────────────────────────────────────────────────────────

  private void fail(byte[] id, Status status, int retryAfterMs, String detail) {
    send(CallText.error(begin(id), status, retryAfterMs, detail));
  }

  /** The beginning of a message about a call. */
  ByteSink begin(byte[] id) {
    return sink.reset().put("{\"id\":").put(id).put(',');
  }

  /** Sends a message, all but its closing brace. */
  void send(ByteSink message) {
    if (over) {
      return;
    }
    if (connection.output().pendingBytes() > connection.all().maxPendingBytes()) {
      connection.all().onTimeout();
      connection.close(CloseCode.POLICY, "too much waits to be read");
    } else {
      connection.output().send(SocketOutput.TEXT, message.put('}'));
    }
  }

  void onDone(JsonSocketCall call) {
    calls.remove(call.key(), call);
  }

  @Override
  public void onEnd() {
    over = true;
    calls.clear();
    client.end(); // stops its calls
  }
}
