package io.machinenative.axiom.engine.edge.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Announcements;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.ProtectedResource;
import io.machinenative.axiom.engine.config.EdgeConfig;
import io.machinenative.axiom.engine.control.AnnouncementBoard;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.json.JsonDefect;
import io.machinenative.axiom.engine.edge.json.Members;
import io.machinenative.axiom.engine.edge.task.KeptTask;
import io.machinenative.axiom.engine.edge.task.TaskShelf;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.netty.util.AsciiString;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.EpochClock;

/**
 * Takes messages of clients and sees that each request has its answer. Which era a request belongs
 * to is told by the request itself: by its {@code _meta}, or by its header field.
 *
 * <p>Owned by the ingress thread.
 */
public final class McpServer {
  private static final long TICK_NS = 1_000_000_000L;

  static final String SESSION_FIELD = "Mcp-Session-Id";
  private static final CharSequence SESSION = AsciiString.cached(SESSION_FIELD);

  private final IngressContext context;
  private final Envelope envelope = new Envelope();
  private final ByteSink sink = new ByteSink();
  private final McpSessions sessions;
  private final McpMethods methods;
  private final byte[] serverInfo;
  private final byte[] metaSuffix;
  private final byte[] greetingSuffix;
  private final Interactions interactions;
  private final Subscriptions subscriptions = new Subscriptions(this);
  private final Unanswered unanswered = new Unanswered(subscriptions);
  private final long inputNs;
  private final TaskShelf shelf;
  private final McpOutbox outbox;
  private final McpCatalogue catalogue;
  private long nextTickNs;

  /** Of the process at the other end of standard input; null for none. */
  private McpSession piped;

  /**
   * @param context the duty cycle's time and routes
   * @param shelf keeps long calls
   * @param clock wall time, for what a client may bring back for a while
   * @param random that cannot be foretold
   */
  public McpServer(
      IngressContext context,
      EdgeConfig config,
      TaskShelf shelf,
      String serverName,
      String version,
      AnnouncementBoard announcements,
      EngineCounters counters,
      EpochClock clock,
      SecureRandom random) {
    this.context = context;
    outbox = new McpOutbox(counters);
    catalogue = new McpCatalogue(context, counters, subscriptions::listChanged);
    this.shelf = shelf;
    this.inputNs = config.inputNs();
    interactions = new Interactions(random, clock, config.inputNs());
    announcements.add(new Heard());
    shelf.onChange(this::onTaskChange);
    this.sessions = new McpSessions(random, config.sessionIdleNs());
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("name", serverName);
    info.put("title", "Axiom");
    info.put("version", version);
    metaSuffix = suffix(Json.write(info));
    config.icon().ifPresent(icon -> info.put("icons", List.of(Map.of("src", icon.src()))));
    serverInfo = Json.write(info);
    greetingSuffix = suffix(serverInfo);
    methods = new McpMethods(this, subscriptions);
    nextTickNs = context.nowNs();
  }

  private static byte[] suffix(byte[] info) {
    String meta = ",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":";
    return (meta + new String(info, UTF_8) + "}").getBytes(UTF_8);
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
      case NOTIFICATION, RESPONSE -> onUnanswered(reply, piped);
    }
  }

  /** What came wants no answer. */
  private void onUnanswered(McpReply reply, McpSession piped) {
    try {
      boolean notifies = envelope.kind() == Envelope.Kind.NOTIFICATION;
      McpSession session = notifies && isStateless(reply) ? piped : session(reply, piped);
      if (notifies) {
        unanswered.onNotification(session, envelope, reply);
      } else {
        unanswered.onResponse(session, envelope, reply);
      }
    } catch (RpcException e) {
      refuse(reply, null, e);
    }
  }

  private void onRequest(McpReply reply, McpSession piped) {
    McpRequest request = null;
    try {
      if (reply.caller() == null) {
        throw new RpcException(
            401, RpcError.INVALID_REQUEST, "the credentials are good no longer", null);
      }
      McpMethod method = methods.called(envelope);
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
      refuse(reply, request == null ? envelope.idCopy() : request.id(), e);
    } catch (ToolException e) {
      refuse(reply, request == null ? envelope.idCopy() : request.id(), unread(e));
    }
  }

  private void refuse(McpReply reply, byte[] id, RpcException e) {
    reply.answer(e.httpStatus(), McpRequest.error(sink(), id, e.code(), e.getMessage(), e.data()));
  }

  /** A part of the parameters that was passed over at first is no JSON when it is read. */
  private static RpcException unread(ToolException e) {
    return RpcException.invalidParams(e.getMessage());
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
    String id = reply.header(SESSION);
    if (id == null) {
      return null;
    }
    McpSession session = sessions.find(id, nowNs());
    if (session == null || !session.isOf(reply.caller())) {
      throw new RpcException(
          404, RpcError.INVALID_REQUEST, "there is no such session: initialize a new one", null);
    }
    return session;
  }

  /** The part of a duty cycle that no message drives. */
  public int doWork(long nowNs) {
    int work = outbox.drain() + outbox.runCertain();
    work += catalogue.refresh() ? 1 : 0;
    if (nowNs - nextTickNs >= 0) {
      nextTickNs = nowNs + TICK_NS;
      sessions.expire(nowNs);
      shelf.expire();
      sessions.all().forEach(session -> giveUp(session, nowNs));
      endOfWhoMayNot(nowNs);
    }
    return work;
  }

  /** Ends the streams of callers whose credentials are good no longer. */
  private void endOfWhoMayNot(long nowNs) {
    subscriptions.endOfWhoMayNot(nowNs);
    for (McpSession session : sessionsWithStream()) {
      for (McpReply stream : session.streams()) {
        Caller caller = stream.caller();
        if (caller == null || !caller.isGood(nowNs)) {
          stream.end();
        }
      }
    }
  }

  /** Gives questions up that a session's client did not answer in time. */
  void tick(McpSession session, long nowNs) {
    giveUp(session, nowNs);
  }

  private static void giveUp(McpSession session, long nowNs) {
    if (!session.questions().isEmpty()) {
      session.questions().values().stream()
          .filter(question -> nowNs - question.deadlineNs() >= 0)
          .toList()
          .forEach(question ->
              question.call().onNoAnswer("the client did not answer what the tool asks in time"));
    }
  }

  private void onTaskChange(KeptTask kept) {
    outbox.surely(() -> {
      if (subscriptions.isAwaited(kept.task().id())) {
        shelf.detail(
            kept, (task, detail) -> outbox.surely(() -> subscriptions.taskChanged(task, detail)));
      }
    });
  }

  TaskShelf shelf() {
    return shelf;
  }

  /** Ends the wait of the ingress thread; set before the first message. */
  public void onWork(Runnable whatEndsTheWait) {
    outbox.onWork(whatEndsTheWait);
  }

  /** The ingress agent stops. */
  public void close() {
    subscriptions.close();
    interactions.close();
  }

  /** What there is, and who may call it. */
  McpCatalogue catalogue() {
    return catalogue;
  }

  /** What other threads say is said through it. */
  McpOutbox outbox() {
    return outbox;
  }

  /** What clients are told of how to get in. */
  ProtectedResource resource() {
    return context.policy().identity().resource();
  }

  Interactions interactions() {
    return interactions;
  }

  /** When a question that is asked now is given up. */
  long inputDeadlineNs() {
    return nowNs() + inputNs;
  }

  /** Sessions to which messages can be sent that belong to no request. A copy. */
  List<McpSession> sessionsWithStream() {
    List<McpSession> withStream = new ArrayList<>();
    for (McpSession session : sessions.all()) {
      if (session.stream() != null) {
        withStream.add(session);
      }
    }
    if (piped != null && piped.stream() != null) {
      withStream.add(piped);
    }
    return withStream;
  }

  /** Tells a client that no request names a session for what sessions are told. */
  void pipe(McpSession session) {
    piped = session;
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

  /** What a client that comes is told of this server, its icon among it. */
  byte[] serverInfo() {
    return serverInfo;
  }

  /** As {@link #metaSuffix}, with the icon. */
  byte[] greetingSuffix() {
    return greetingSuffix;
  }

  /** What follows the members of each result of the newer era. */
  byte[] metaSuffix() {
    return metaSuffix;
  }

  /** Takes what plugins announce, on any thread, to the ingress thread. */
  private final class Heard implements Announcements {
    @Override
    public void resourceUpdated(String uri) {
      outbox.later(() -> subscriptions.resourceUpdated(uri));
    }

    @Override
    public void listChanged(Kind kind) {
      outbox.later(() -> subscriptions.listChanged(kind));
    }
  }
}
