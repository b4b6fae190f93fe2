package io.machinenative.axiom.engine.edge.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.engine.edge.call.CallRequest;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.json.JsonText;
import io.machinenative.axiom.engine.edge.json.Members;

/**
 * One request of a client, from its message to its answer. The parameters are borrowed from the
 * message, until the method's handler returns; the rest lives as long as the request.
 *
 * <p>Owned by the ingress thread.
 */
final class McpRequest {
  private static final byte[] RESULT = JsonText.ascii(",\"result\":{");
  private static final byte[] BEGIN = JsonText.ascii("{\"jsonrpc\":\"2.0\",\"id\":");
  private static final byte[] COMPLETE = JsonText.ascii("\"resultType\":\"complete\",");
  private static final byte[] PROGRESS_TOKEN = JsonText.ascii("progressToken");
  private static final byte[] TRACE_PARENT = JsonText.ascii("traceparent");
  private static final byte[] TRACE_STATE = JsonText.ascii("tracestate");
  private static final byte[] END = JsonText.ascii("}}");

  private final McpServer server;
  private final McpReply reply;
  private final Envelope envelope;
  private final byte[] id;
  private final boolean stateless;
  private final McpSession session;
  private final byte[] progressToken;

  /**
   * @param stateless whether it is of revision 2026-07-28
   * @param session null for none
   */
  McpRequest(
      McpServer server, McpReply reply, Envelope envelope, boolean stateless, McpSession session) {
    this.server = server;
    this.reply = reply;
    this.envelope = envelope;
    this.id = envelope.idCopy();
    this.stateless = stateless;
    this.session = session;
    int token = envelope.meta().find(PROGRESS_TOKEN);
    this.progressToken = token == Members.ABSENT ? null : envelope.meta().copy(token);
  }

  McpReply reply() {
    return reply;
  }

  Envelope envelope() {
    return envelope;
  }

  Members params() {
    return envelope.params();
  }

  boolean isStateless() {
    return stateless;
  }

  /** Who sent it, as far as tasks are bound to their owners; empty for somebody without a name. */
  String owner() {
    Principal who = reply.caller().principal();
    return who.isAnonymous() ? "" : who.kind() + "\n" + who.issuer() + "\n" + who.name();
  }

  /** Null for none. */
  McpSession session() {
    return session;
  }

  /** The revision that the answer is written in. */
  String version() {
    if (stateless) {
      return Revision.STATELESS;
    }
    if (session != null) {
      return session.version();
    }
    String said = reply.header(StatelessRules.VERSION_FIELD); // looked at before
    return said == null ? Revision.ASSUMED : said;
  }

  /** The id as it was written. */
  byte[] id() {
    return id;
  }

  /** The token as it was written, or null when no progress is wanted. */
  byte[] progressToken() {
    return progressToken;
  }

  /** Tells a call which trace it belongs to, when the client says so. */
  void trace(CallRequest call) {
    String parent = envelope.meta().text(TRACE_PARENT);
    if (parent != null) {
      call.trace(parent, envelope.meta().text(TRACE_STATE));
    }
  }

  /** Begins a result: its members follow, the last one without a comma. */
  ByteSink begin() {
    ByteSink sink = server.sink().put(BEGIN).put(id).put(RESULT);
    return stateless ? sink.put(COMPLETE) : sink;
  }

  /** Begins a result that says itself of which type it is. */
  ByteSink beginOpen() {
    return server.sink().put(BEGIN).put(id).put(RESULT);
  }

  /** Ends the result and sends it. */
  void finish(ByteSink sink) {
    finish(sink, server.metaSuffix());
  }

  /** As {@link #finish}, for a client that comes. */
  void finishGreeting(ByteSink sink) {
    finish(sink, server.greetingSuffix());
  }

  private void finish(ByteSink sink, byte[] metaSuffix) {
    if (stateless) {
      sink.put(metaSuffix);
    }
    reply.answer(200, sink.put(END));
  }

  /** Ends a result that has no members of its own. */
  void finishEmpty(ByteSink sink) {
    if (stateless) {
      sink.truncate(sink.length() - 1); // the comma that awaits a member
    }
    finish(sink);
  }

  /**
   * Answers with an error.
   *
   * @param data JSON, or null for none
   */
  void fail(int httpStatus, int code, String message, String data) {
    reply.answer(httpStatus, error(server.sink(), id, code, message, data));
  }

  void fail(RpcException e) {
    fail(e.httpStatus(), e.code(), e.getMessage(), e.data());
  }

  static ByteSink error(ByteSink sink, byte[] id, int code, String message, String data) {
    sink.put(BEGIN).put(id == null ? "null".getBytes(UTF_8) : id);
    sink.put(",\"error\":{\"code\":").number(code).put(",\"message\":").text(message);
    if (data != null) {
      sink.put(",\"data\":").put(data);
    }
    return sink.put("}}");
  }
}
