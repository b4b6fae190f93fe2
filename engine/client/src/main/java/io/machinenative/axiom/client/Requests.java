package io.machinenative.axiom.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ErrorDecoder;
import io.machinenative.axiom.codec.ResultDecoder;
import io.machinenative.axiom.codec.ToolDescriptionDecoder;
import io.machinenative.axiom.codec.ToolListDecoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.Outcome;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The requests of an open session: sends them, finds the one that an answer belongs to, ends those
 * whose time is over. Its outcomes are those of {@link ClientSession#send}.
 *
 * <p>Owned by the session's thread. Allocates nothing per call.
 */
final class Requests {
  private static final DirectBuffer EXPIRED =
      new UnsafeBuffer("the deadline passed and the server has not answered".getBytes(UTF_8));

  private final CallTable table;
  private final Outbox outbox;
  private final RequestEncoder encoder;
  private final NanoClock clock;
  private final long graceNs;
  private final ClientCounters counters;

  /**
   * @param table of the session's credit window
   * @param graceNs how long after its deadline a request still waits for the server's own word
   */
  Requests(
      CallTable table,
      Outbox outbox,
      RequestEncoder encoder,
      NanoClock clock,
      long graceNs,
      ClientCounters counters) {
    this.table = table;
    this.outbox = outbox;
    this.encoder = encoder;
    this.clock = clock;
    this.graceNs = graceNs;
    this.counters = counters;
  }

  CallTable table() {
    return table;
  }

  /** See {@link ClientSession#send}. */
  long send(
      int toolId,
      ContentType contentType,
      DirectBuffer payload,
      int offset,
      int length,
      CallOptions options,
      ReplyHandler handler,
      long token) {
    CallSlot slot = table.claim();
    if (slot == null) {
      return ClientSession.NO_CREDIT;
    }
    int outcome =
        encoder.invoke(slot.correlationId, toolId, contentType, payload, offset, length, options);
    if (outcome != Outcome.OK) {
      table.release(slot);
      return outcome;
    }
    slot.replies = handler;
    return await(slot, ResultDecoder.TEMPLATE_ID, token, options.deadlineNs());
  }

  /** See {@link ClientSession#listTools}. */
  long listTools(
      String after,
      String prefix,
      int pageSize,
      long deadlineNs,
      CatalogueHandler handler,
      long token) {
    byte[] afterBytes = after.getBytes(UTF_8);
    byte[] prefixBytes = prefix.getBytes(UTF_8);
    if (Math.max(afterBytes.length, prefixBytes.length) > WireLimits.MAX_TOOL_NAME_BYTES) {
      return ClientSession.TOO_LARGE;
    }
    CallSlot slot = table.claim();
    if (slot == null) {
      return ClientSession.NO_CREDIT;
    }
    int outcome = encoder.listTools(slot.correlationId, pageSize, afterBytes, prefixBytes);
    return asked(slot, outcome, ToolListDecoder.TEMPLATE_ID, deadlineNs, handler, token);
  }

  /** See {@link ClientSession#describeTool}. */
  long describeTool(int toolId, long deadlineNs, CatalogueHandler handler, long token) {
    CallSlot slot = table.claim();
    if (slot == null) {
      return ClientSession.NO_CREDIT;
    }
    int outcome = encoder.describeTool(slot.correlationId, toolId);
    return asked(slot, outcome, ToolDescriptionDecoder.TEMPLATE_ID, deadlineNs, handler, token);
  }

  /** See {@link ClientSession#ask}. */
  long ask(
      byte[] message, int answerTemplateId, long deadlineNs, AnswerHandler handler, long token) {
    CallSlot slot = table.claim();
    if (slot == null) {
      return ClientSession.NO_CREDIT;
    }
    int outcome = encoder.copy(message, slot.correlationId);
    if (outcome != Outcome.OK) {
      table.release(slot);
      return outcome;
    }
    slot.answers = handler;
    return await(slot, answerTemplateId, token, deadlineNs);
  }

  private long asked(
      CallSlot slot,
      int outcome,
      int answerTemplateId,
      long deadlineNs,
      CatalogueHandler handler,
      long token) {
    if (outcome != Outcome.OK) {
      table.release(slot);
      return outcome;
    }
    slot.catalogue = handler;
    return await(slot, answerTemplateId, token, deadlineNs);
  }

  private long await(CallSlot slot, int answerTemplateId, long token, long deadlineNs) {
    slot.answerTemplateId = answerTemplateId;
    slot.token = token;
    if (deadlineNs != CallOptions.NO_DEADLINE) {
      // Half of the clock's range keeps the comparison by subtraction right.
      long relativeNs = Math.clamp(deadlineNs, 0, Long.MAX_VALUE / 2);
      table.expireAt(slot, clock.nanoTime() + relativeNs + graceNs);
    }
    return slot.correlationId;
  }

  /** See {@link ClientSession#cancel}. */
  boolean cancel(long correlationId, boolean canSend) {
    CallSlot slot = table.find(correlationId);
    if (slot == null) {
      return false;
    }
    if (!canSend || !outbox.isEmpty() || !encoder.cancel(correlationId)) {
      table.requestCancel(slot);
    }
    return true;
  }

  /**
   * Sends Cancels that wait, ends what is late.
   *
   * @return how much was done
   */
  int doWork(long nowNs) {
    int work = table.expire(nowNs, EXPIRED, counters);
    // A Cancel must not overtake the fragments of its call, so it waits for them.
    if (table.hasCancelsPending() && outbox.isEmpty()) {
      work += table.sendCancels(encoder);
    }
    return work;
  }

  /** Whether nothing is in flight, nor on its way out. */
  boolean isIdle() {
    return table.inFlight() == 0 && outbox.isEmpty();
  }

  /** Whether a template answers a request; an Error answers every request. */
  static boolean fits(CallSlot slot, int templateId) {
    return templateId == slot.answerTemplateId || templateId == ErrorDecoder.TEMPLATE_ID;
  }
}
