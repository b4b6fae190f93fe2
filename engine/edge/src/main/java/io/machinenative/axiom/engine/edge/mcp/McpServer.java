package io.machinenative.axiom.engine.edge.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.config.EdgeConfig;
import io.machinenative.axiom.engine.edge.catalogue.ToolIndex;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.json.JsonDefect;
import io.machinenative.axiom.engine.edge.json.JsonText;
import io.machinenative.axiom.engine.edge.json.Members;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Takes messages of clients and sees that each request has its answer. Which era a request belongs
 * to is told by the request itself: by its {@code _meta}, or by its header field.
 *
 * <p>Owned by the ingress thread.
 */
public final class McpServer {
  private static final long TICK_NS = 1_000_000_000L;

  static final String SESSION_FIELD = "Mcp-Session-Id";
  private static final byte[] CANCELLED = JsonText.ascii("notifications/cancelled");
  private static final byte[] REQUEST_ID = JsonText.ascii("requestId");

  private final IngressContext context;
  private final Envelope envelope = new Envelope();
  private final ByteSink sink = new ByteSink();
  private final McpSessions sessions;
  private final List<McpMethod> methods;
  private final byte[] serverInfo;
  private final byte[] metaSuffix;
  private ToolIndex tools;
  private long nextTickNs;

  /**
   * @param context the duty cycle's time and routes
   * @param random that cannot be foretold
   */
  public McpServer(
      IngressContext context,
      EdgeConfig config,
      String serverName,
      String version,
      RandomGenerator random) {
    this.context = context;
    this.sessions = new McpSessions(random, config.sessionIdleNs());
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("name", serverName);
    info.put("title", "Axiom");
    info.put("version", version);
    serverInfo = Json.write(info);
    String meta = ",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":";
    metaSuffix = (meta + new String(serverInfo, UTF_8) + "}").getBytes(UTF_8);
    tools = new ToolIndex(context.routes(), null);
    methods = methods();
    nextTickNs = context.nowNs();
  }

  private List<McpMethod> methods() {
    ToolMethods toolMethods = new ToolMethods(this);
    Greetings greetings = new Greetings(this);
    return List.of(
        McpMethod.named("tools/call", "name", toolMethods::call),
        McpMethod.both("tools/list", toolMethods::list),
        McpMethod.statelessOnly("server/discover", greetings::discover),
        McpMethod.withSessionsOnly("initialize", greetings::initialize),
        McpMethod.withSessionsOnly("ping", greetings::ping),
        McpMethod.withSessionsOnly("logging/setLevel", greetings::setLevel));
  }

  /**
   * A message came.
   *
   * @param bytes borrowed until this returns
   */
  void onMessage(byte[] bytes, int offset, int length, McpReply reply, McpSession piped) {
    try {
      envelope.read(bytes, offset, length);
    } catch (JsonDefect e) {
      reply.answer(400, McpRequest.error(sink(), null, RpcError.PARSE, e.getMessage(), null));
      return;
    } catch (RpcException e) {
      reply.answer(
          400, McpRequest.error(sink(), envelope.idCopy(), e.code(), e.getMessage(), e.data()));
      return;
    }
    switch (envelope.kind()) {
      case REQUEST -> onRequest(reply, piped);
      case NOTIFICATION -> onNotification(reply, piped);
      case RESPONSE -> reply.accept();
    }
  }

  private void onRequest(McpReply reply, McpSession piped) {
    McpRequest request = null;
    try {
      McpMethod method = method();
      boolean stateless = isStateless(reply);
      if (stateless) {
        request = new McpRequest(this, reply, envelope, true, piped);
        StatelessRules.check(reply, envelope, method);
      } else {
        request = new McpRequest(this, reply, envelope, false, session(reply, piped));
      }
      if (method == null || !(stateless ? method.stateless() : method.withSessions())) {
        int status = stateless ? 404 : 200;
        throw new RpcException(
            status,
            RpcError.METHOD_NOT_FOUND,
            "there is no method " + envelope.method() + " in revision " + request.version(),
            null);
      }
      method.handler().handle(request);
    } catch (RpcException e) {
      reply.answer(
          e.httpStatus(),
          McpRequest.error(
              sink(),
              request == null ? envelope.idCopy() : request.id(),
              e.code(),
              e.getMessage(),
              e.data()));
    }
  }

  private McpMethod method() {
    for (McpMethod method : methods) {
      if (envelope.isMethod(method.name())) {
        return method;
      }
    }
    byte[] decoded = envelope.method().getBytes(UTF_8);
    for (McpMethod method : methods) {
      if (java.util.Arrays.equals(method.name(), decoded)) {
        return method;
      }
    }
    return null;
  }

  private boolean isStateless(McpReply reply) {
    if (envelope.meta().find(StatelessRules.VERSION_KEY) != Members.ABSENT) {
      return true;
    }
    return reply.isHttp() && Revision.STATELESS.equals(reply.header(StatelessRules.VERSION_FIELD));
  }

  /** The session that a request of the older era names; null when it names none. */
  private McpSession session(McpReply reply, McpSession piped) {
    if (!reply.isHttp()) {
      return piped;
    }
    String version = reply.header(StatelessRules.VERSION_FIELD);
    if (version != null && !Revision.WITH_SESSIONS.contains(version)) {
      throw StatelessRules.unsupported(version);
    }
    String id = reply.header(SESSION_FIELD);
    if (id == null) {
      return null;
    }
    McpSession session = sessions.find(id, nowNs());
    if (session == null) {
      throw new RpcException(
          404, RpcError.INVALID_REQUEST, "there is no such session: initialize a new one", null);
    }
    return session;
  }

  private void onNotification(McpReply reply, McpSession piped) {
    try {
      McpSession session = isStateless(reply) ? piped : session(reply, piped);
      if (session != null && envelope.isMethod(CANCELLED)) {
        cancel(session);
      }
      reply.accept();
    } catch (RpcException e) {
      reply.answer(
          e.httpStatus(), McpRequest.error(sink(), null, e.code(), e.getMessage(), e.data()));
    }
  }

  private void cancel(McpSession session) {
    int id = envelope.params().find(REQUEST_ID);
    if (id != Members.ABSENT) {
      EngineCall call = session.active().get(new String(envelope.params().copy(id), UTF_8));
      if (call != null) {
        call.cancel();
      }
    }
  }

  /** The part of a duty cycle that no message drives. */
  public int doWork(long nowNs) {
    if (nowNs - nextTickNs < 0) {
      return 0;
    }
    nextTickNs = nowNs + TICK_NS;
    sessions.expire(nowNs);
    return 0;
  }

  /** The tools as of this duty cycle. */
  ToolIndex tools() {
    if (tools.epoch() != context.routes().epoch()) {
      tools = new ToolIndex(context.routes(), tools);
    }
    return tools;
  }

  McpSessions sessions() {
    return sessions;
  }

  long nowNs() {
    return context.nowNs();
  }

  /** To write a message into, empty; one at a time. */
  ByteSink sink() {
    return sink.reset();
  }

  byte[] serverInfo() {
    return serverInfo;
  }

  /** What follows the members of each result of the newer era. */
  byte[] metaSuffix() {
    return metaSuffix;
  }
}
