package io.machinenative.axiom.engine.result;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.counters.ToolFigures;
import io.machinenative.axiom.engine.pipeline.IngressStage;
import io.machinenative.axiom.engine.pipeline.InvocationSlot;
import io.machinenative.axiom.engine.pipeline.SlotPool;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.NanoClock;

/**
 * Takes completions and progress from the event ring, answers the callers, recycles the slots, and
 * sends what waited for slow carriers. Owned by an ingress agent. Allocates nothing but progress
 * texts.
 */
public final class ResultStage implements IngressStage {
  private static final int EVENTS_PER_CYCLE = 64;

  private final SlotEventRing events;
  private final SlotPool slots;
  private final ReplyWriter replies;
  private final NanoClock clock;
  private final EngineCounters counters;
  private final MessageHandler onEvent = this::onEvent;

  /** The time of this duty cycle's answers: read once, by the first of them. */
  private long answerNs;

  private boolean answerNsKnown;

  public ResultStage(
      SlotEventRing events,
      SlotPool slots,
      ReplyWriter replies,
      NanoClock clock,
      EngineCounters counters) {
    this.events = events;
    this.slots = slots;
    this.replies = replies;
    this.clock = clock;
    this.counters = counters;
  }

  @Override
  public int doWork(long nowNs) {
    answerNsKnown = false;
    return events.drain(onEvent, EVENTS_PER_CYCLE) + replies.flushWaiting();
  }

  private void onEvent(int type, MutableDirectBuffer buffer, int offset, int length) {
    InvocationSlot slot = slots.slot(buffer.getInt(offset));
    int generation = buffer.getInt(offset + SlotEventRing.GENERATION_OFFSET);
    if (type == SlotEventRing.PROGRESS) {
      events.onProgressTaken();
    }
    if (generation != slot.generation() || !slots.isUsed(slot.index())) {
      return; // progress of a deferred call that a tool went on reporting after its answer
    }
    if (type == SlotEventRing.COMPLETED) {
      onCompleted(slot);
    } else {
      onProgress(slot, buffer, offset, length);
    }
  }

  private void onCompleted(InvocationSlot slot) {
    if (slot.keeper() != null) {
      slot.keeper().keep(slot);
    }
    ToolFigures.Share figures = slot.route().figures().of(slots.agent());
    if (slot.isAbandoned()) {
      assert slot.answered() : "a call was taken back without an answer";
      figures.failed();
    } else if (slot.answered()) {
      counters.increment(EngineCounter.OUTCOMES_TOO_LATE);
      figures.failed();
    } else {
      slot.session().calls().remove(slot.correlationId());
      count(slot.status(), figures);
      replies.outcome(slot);
      figures.took(answerNs() - slot.beganNs());
    }
    slots.release(slot);
  }

  private long answerNs() {
    if (!answerNsKnown) {
      answerNs = clock.nanoTime();
      answerNsKnown = true;
    }
    return answerNs;
  }

  private void count(Status status, ToolFigures.Share figures) {
    if (status == Status.OK) {
      figures.answered();
      return;
    }
    figures.failed();
    switch (status) {
      case CANCELLED -> counters.increment(EngineCounter.CALLS_CANCELLED);
      case DEADLINE_EXPIRED, DEADLINE_EXCEEDED -> counters.increment(EngineCounter.CALLS_LATE);
      default -> counters.increment(EngineCounter.CALLS_FAILED);
    }
  }

  private void onProgress(InvocationSlot slot, MutableDirectBuffer buffer, int offset, int length) {
    if (slot.answered()) {
      return;
    }
    byte[] text = new byte[length - SlotEventRing.TEXT_OFFSET];
    buffer.getBytes(offset + SlotEventRing.TEXT_OFFSET, text);
    replies.progress(
        slot.session(),
        slot.correlationId(),
        buffer.getDouble(offset + SlotEventRing.DONE_OFFSET),
        buffer.getDouble(offset + SlotEventRing.TOTAL_OFFSET),
        text,
        text.length);
  }
}
