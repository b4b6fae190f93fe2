package io.machinenative.axiom.engine.validation;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.machinenative.axiom.codec.CancelDecoder;
import io.machinenative.axiom.codec.DeregisterRecordDecoder;
import io.machinenative.axiom.codec.DescribeToolDecoder;
import io.machinenative.axiom.codec.GetRecordDecoder;
import io.machinenative.axiom.codec.GetRegistryStatisticsDecoder;
import io.machinenative.axiom.codec.GoodbyeDecoder;
import io.machinenative.axiom.codec.HeartbeatDecoder;
import io.machinenative.axiom.codec.HelloDecoder;
import io.machinenative.axiom.codec.InvokeDecoder;
import io.machinenative.axiom.codec.ListToolsDecoder;
import io.machinenative.axiom.codec.QueryRecordsDecoder;
import io.machinenative.axiom.codec.RegisterRecordDecoder;
import io.machinenative.axiom.codec.RenewLeasesDecoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.UnwatchDecoder;
import io.machinenative.axiom.codec.UpdateRecordDecoder;
import io.machinenative.axiom.codec.WatchCreditDecoder;
import io.machinenative.axiom.codec.WatchRegistryDecoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.MessageHandler;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.Replies;
import io.machinenative.axiom.engine.pipeline.RequestHandler;
import io.machinenative.axiom.engine.pipeline.Session;
import org.agrona.DirectBuffer;

/**
 * Knows the messages that a server takes: their shapes, and in which state of a session each is
 * allowed. What passes is safe to decode.
 *
 * <p>Owned by an ingress agent. Allocates nothing for messages that pass.
 */
public final class Validation implements MessageHandler {
  /** No request has this correlation id: an Error that answers none. */
  public static final long NO_REQUEST = -1;

  private static final int SHORT = Short.BYTES;
  private static final int INT = Integer.BYTES;
  private static final int UNBOUNDED = Integer.MAX_VALUE;

  /** Calls a decoder's method of the next stage. */
  @FunctionalInterface
  private interface Entry {
    int accept(
        Session session, DirectBuffer buffer, int offset, int length, int blockLength, int version);
  }

  private record Rule(
      String message,
      MessageShape shape,
      boolean beforeHello,
      boolean hasCorrelationId,
      Entry entry) {}

  private final Rule[] rules = new Rule[UnwatchDecoder.TEMPLATE_ID + 1];
  private final Replies replies;
  private final EngineCounters counters;

  public Validation(RequestHandler next, Replies replies, EngineCounters counters) {
    this.replies = replies;
    this.counters = counters;
    sessionRules(next);
    callRules(next);
    catalogueRules(next);
    registryRules(next);
  }

  private void sessionRules(RequestHandler next) {
    HelloDecoder hello = new HelloDecoder();
    HeartbeatDecoder heartbeat = new HeartbeatDecoder();
    GoodbyeDecoder goodbye = new GoodbyeDecoder();
    rules[HelloDecoder.TEMPLATE_ID] =
        new Rule(
            "Hello",
            shape(
                HelloDecoder.BLOCK_LENGTH,
                new int[] {SHORT, SHORT, INT},
                WireLimits.MAX_RESPONSE_CHANNEL_BYTES,
                WireLimits.MAX_CLIENT_NAME_BYTES,
                WireLimits.MAX_CREDENTIALS_BYTES),
            true,
            false,
            (s, b, o, l, bl, v) -> next.onHello(s, hello.wrap(b, o, bl, v)));
    rules[HeartbeatDecoder.TEMPLATE_ID] =
        new Rule(
            "Heartbeat",
            shape(HeartbeatDecoder.BLOCK_LENGTH, new int[0]),
            false,
            false,
            (s, b, o, l, bl, v) -> next.onHeartbeat(s, heartbeat.wrap(b, o, bl, v)));
    rules[GoodbyeDecoder.TEMPLATE_ID] =
        new Rule(
            "Goodbye",
            shape(GoodbyeDecoder.BLOCK_LENGTH, new int[] {SHORT}, UNBOUNDED),
            false,
            false,
            (s, b, o, l, bl, v) -> next.onGoodbye(s, goodbye.wrap(b, o, bl, v)));
  }

  private void callRules(RequestHandler next) {
    InvokeDecoder invoke = new InvokeDecoder();
    CancelDecoder cancel = new CancelDecoder();
    rules[InvokeDecoder.TEMPLATE_ID] =
        new Rule(
            "Invoke",
            shape(
                InvokeDecoder.BLOCK_LENGTH,
                new int[] {SHORT, INT},
                WireLimits.MAX_TRACE_STATE_BYTES,
                UNBOUNDED),
            false,
            true,
            (s, b, o, l, bl, v) -> next.onInvoke(s, invoke.wrap(b, o, bl, v)));
    rules[CancelDecoder.TEMPLATE_ID] =
        new Rule(
            "Cancel",
            shape(CancelDecoder.BLOCK_LENGTH, new int[0]),
            false,
            false,
            (s, b, o, l, bl, v) -> next.onCancel(s, cancel.wrap(b, o, bl, v)));
  }

  private void catalogueRules(RequestHandler next) {
    ListToolsDecoder listTools = new ListToolsDecoder();
    DescribeToolDecoder describeTool = new DescribeToolDecoder();
    rules[ListToolsDecoder.TEMPLATE_ID] =
        new Rule(
            "ListTools",
            shape(
                ListToolsDecoder.BLOCK_LENGTH,
                new int[] {SHORT, SHORT},
                WireLimits.MAX_TOOL_NAME_BYTES,
                WireLimits.MAX_TOOL_NAME_BYTES),
            false,
            true,
            (s, b, o, l, bl, v) -> next.onListTools(s, listTools.wrap(b, o, bl, v)));
    rules[DescribeToolDecoder.TEMPLATE_ID] =
        new Rule(
            "DescribeTool",
            shape(DescribeToolDecoder.BLOCK_LENGTH, new int[0]),
            false,
            true,
            (s, b, o, l, bl, v) -> next.onDescribeTool(s, describeTool.wrap(b, o, bl, v)));
  }

  private void registryRules(RequestHandler next) {
    registryRule(
        next, "RegisterRecord", RegisterRecordDecoder.TEMPLATE_ID, RegistryShapes.REGISTER);
    registryRule(next, "UpdateRecord", UpdateRecordDecoder.TEMPLATE_ID, RegistryShapes.UPDATE);
    registryRule(
        next, "DeregisterRecord", DeregisterRecordDecoder.TEMPLATE_ID, RegistryShapes.DEREGISTER);
    registryRule(next, "GetRecord", GetRecordDecoder.TEMPLATE_ID, RegistryShapes.GET);
    registryRule(next, "QueryRecords", QueryRecordsDecoder.TEMPLATE_ID, RegistryShapes.QUERY);
    registryRule(next, "RenewLeases", RenewLeasesDecoder.TEMPLATE_ID, RegistryShapes.RENEW);
    registryRule(
        next,
        "GetRegistryStatistics",
        GetRegistryStatisticsDecoder.TEMPLATE_ID,
        RegistryShapes.STATISTICS);
    registryRule(next, "WatchRegistry", WatchRegistryDecoder.TEMPLATE_ID, RegistryShapes.WATCH);
    registryRule(next, "Unwatch", UnwatchDecoder.TEMPLATE_ID, RegistryShapes.UNWATCH);
    rules[WatchCreditDecoder.TEMPLATE_ID] =
        registryRule(
            next, "WatchCredit", WatchCreditDecoder.TEMPLATE_ID, RegistryShapes.CREDIT, false);
  }

  private void registryRule(RequestHandler next, String name, int templateId, MessageShape shape) {
    rules[templateId] = registryRule(next, name, templateId, shape, true);
  }

  private static Rule registryRule(
      RequestHandler next,
      String name,
      int templateId,
      MessageShape shape,
      boolean hasCorrelationId) {
    return new Rule(
        name,
        shape,
        false,
        hasCorrelationId,
        (s, b, o, l, bl, v) -> next.onRegistry(s, templateId, bl, v, b, o, l));
  }

  private static MessageShape shape(int blockBytes, int[] lengthBytes, int... maxDataBytes) {
    return new MessageShape(blockBytes, lengthBytes, maxDataBytes);
  }

  @Override
  public int onMessage(
      Session session,
      int templateId,
      int blockLength,
      int version,
      DirectBuffer buffer,
      int offset,
      int length) {
    if (session.pending().size() >= Session.PENDING_LIMIT
        || session.pending().heldBytes() >= session.maxPendingBytes) {
      return Outcome.BACK_PRESSURED;
    }
    Rule rule = templateId < rules.length ? rules[templateId] : null;
    if (rule == null) {
      return unknownTemplate(session, templateId);
    }
    if (rule.beforeHello() != (session.state == Session.State.AWAIT_HELLO)) {
      return protocolError(session, rule.message() + " in state " + session.state);
    }
    int fit = rule.shape().check(buffer, offset, length, blockLength);
    if (fit == MessageShape.TRUNCATED) {
      return protocolError(
          session,
          rule.message() + " with a length that points outside of its " + length + " bytes");
    }
    if (fit != MessageShape.FITS) {
      return tooLong(session, rule, fit, buffer, offset);
    }
    if (session.state != Session.State.AWAIT_HELLO
        && length > session.maxMessageBytes - WireLimits.HEADER_BYTES) {
      return tooLarge(session, rule, buffer, offset, length);
    }
    if (rule.hasCorrelationId() && buffer.getLong(offset, LITTLE_ENDIAN) == NO_REQUEST) {
      String message = "correlation id -1 is kept for errors that answer no request";
      return wrong(session, buffer, offset, Status.BAD_REQUEST, message);
    }
    return rule.entry().accept(session, buffer, offset, length, blockLength, version);
  }

  private int unknownTemplate(Session session, int templateId) {
    if (session.state == Session.State.AWAIT_HELLO) {
      return protocolError(session, "template " + templateId + " where Hello was expected");
    }
    counters.increment(EngineCounter.TEMPLATES_UNKNOWN);
    replies.error(
        session,
        NO_REQUEST,
        Status.BAD_REQUEST,
        0,
        "template " + templateId + " is not known to version " + WireLimits.MAX_VERSION);
    return Outcome.OK;
  }

  private int tooLong(Session session, Rule rule, int field, DirectBuffer buffer, int offset) {
    String message = rule.message() + ": " + rule.shape().describe(field);
    if (!rule.hasCorrelationId()) {
      return protocolError(session, message);
    }
    return wrong(session, buffer, offset, Status.BAD_REQUEST, message);
  }

  private int tooLarge(Session session, Rule rule, DirectBuffer buffer, int offset, int length) {
    String message =
        rule.message()
            + " of "
            + (length + WireLimits.HEADER_BYTES)
            + " bytes, the session allows "
            + session.maxMessageBytes;
    return rule.hasCorrelationId()
        ? wrong(session, buffer, offset, Status.MESSAGE_TOO_LARGE, message)
        : protocolError(session, message);
  }

  /** Every request begins its block with the correlation id. */
  private int wrong(
      Session session, DirectBuffer buffer, int offset, Status status, String message) {
    counters.increment(EngineCounter.CALLS_WRONG);
    replies.error(session, buffer.getLong(offset, LITTLE_ENDIAN), status, 0, message);
    return Outcome.OK;
  }

  private int protocolError(Session session, String defect) {
    counters.increment(EngineCounter.PROTOCOL_ERRORS);
    replies.goodbye(session, Status.PROTOCOL_ERROR, defect);
    return Outcome.CLOSED;
  }
}
