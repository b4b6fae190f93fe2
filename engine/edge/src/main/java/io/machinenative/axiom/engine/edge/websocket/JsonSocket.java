package io.machinenative.axiom.engine.edge.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.access.Admission;
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
import java.util.Locale;
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
  private final SocketCaller who;
  private final IngressContext context;
  private final JsonRequest request;
  private final ByteSink sink;
  private final Map<String, JsonSocketCall> calls = new HashMap<>(8);
  private boolean over;

  /**
   * @param who whose it is
   * @param request reads what comes; of all sockets
   * @param sink to write in; of all sockets
   */
  JsonSocket(
      WebSocketConnection connection,
      EdgeClient client,
      SocketCaller who,
      IngressContext context,
      JsonRequest request,
      ByteSink sink) {
    this.connection = connection;
    this.client = client;
    this.who = who;
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
    int length = message.readableBytes();
    byte[] bytes = connection.all().scratch(length);
    message.readBytes(bytes, 0, length);
    try {
      request.read(bytes, length);
      if (request.kind() == JsonRequest.Kind.HELLO) {
        hello();
      } else if (who.isGood()) {
        serve();
      } else if (who.caller() == null) {
        leave(Status.UNAUTHENTICATED, 0, "expected a hello with a token first");
      } else {
        leave(Status.UNAUTHENTICATED, 0, "the credentials are good no longer");
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

  private void serve() {
    switch (request.kind()) {
      case CALL -> call();
      case CANCEL -> cancel();
      case LIST -> list();
      case HELLO -> throw new AssertionError("hello is for everybody");
    }
  }

  private void hello() {
    Admission admission = who.hello(request.token());
    if (admission.caller() != null) {
      Principal principal = admission.caller().principal();
      ByteSink out = begin(request.id()).put("\"welcome\":{\"name\":").text(principal.name());
      String kind = principal.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
      send(out.put(",\"kind\":").text(kind).put('}'));
    } else if (admission.status() == Status.UNAVAILABLE) {
      fail(request.id(), admission.status(), admission.retryAfterMs(), admission.message());
    } else {
      leave(admission.status(), admission.retryAfterMs(), admission.message());
    }
  }

  /** Answers for the last time. */
  private void leave(Status status, int retryAfterMs, String detail) {
    fail(request.id(), status, retryAfterMs, detail);
    connection.close(CloseCode.POLICY, detail);
  }

  @Override
  public void checkTime(long nowNs) {
    if (who.isLate(nowNs)) {
      connection.all().onTimeout();
      connection.close(CloseCode.POLICY, "no hello came");
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
      asked.caller(who.caller());
      calls.put(key, call); // its outcome may be told before the next line is done
      port.call(asked, call);
    }
  }

  /** Whether it is, for this caller, as if it were not there: no scope would open it. */
  private boolean isHidden(Route route) {
    Guard guard = context.policy().guard();
    return !guard.isOpen()
        && !context.routes().allows(who.caller(), guard, route)
        && guard.scopeFor(route.name(), route.hints().readOnly()) == null;
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
      if (!routes.allows(who.caller(), guard, route)) {
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
