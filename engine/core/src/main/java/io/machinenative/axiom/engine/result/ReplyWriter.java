package io.machinenative.axiom.engine.result;

import io.machinenative.axiom.codec.ErrorEncoder;
import io.machinenative.axiom.codec.GoodbyeEncoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.ProgressEncoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.InvocationSlot;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.PooledBuffer;
import io.machinenative.axiom.engine.pipeline.Replies;
import io.machinenative.axiom.engine.pipeline.ResultHeader;
import io.machinenative.axiom.engine.pipeline.Session;
import io.machinenative.axiom.engine.pipeline.Text;
import java.util.ArrayList;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.ArrayListUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes what the engine says to its clients. What a carrier takes now is written in place; what it
 * does not take, or takes only in pieces, waits in the session's queue.
 *
 * <p>Owned by an ingress agent. Results allocate nothing; errors allocate the bytes of their text.
 */
public final class ReplyWriter implements Replies {
  private final IngressContext context;
  private final BufferPool pool;
  private final EngineCounters counters;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final ErrorEncoder error = new ErrorEncoder();
  private final ProgressEncoder progress = new ProgressEncoder();
  private final GoodbyeEncoder goodbye = new GoodbyeEncoder();
  private final ResultHeader resultHeader = new ResultHeader();
  private final ArrayList<Session> waiting = new ArrayList<>();
  private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[2 * WireLimits.MAX_TEXT_BYTES]);

  public ReplyWriter(IngressContext context, BufferPool pool, EngineCounters counters) {
    this.context = context;
    this.pool = pool;
    this.counters = counters;
  }

  @Override
  public void error(
      Session session, long correlationId, Status status, int retryAfterMs, String message) {
    byte[] text = Text.bytes(message, WireLimits.MAX_TEXT_BYTES);
    error
        .wrapAndApplyHeader(scratch, 0, header)
        .correlationId(correlationId)
        .retryAfterMs(retryAfterMs)
        .status(status)
        .putMessage(text, 0, text.length);
    sendCopy(session, scratch, WireLimits.HEADER_BYTES + error.encodedLength());
  }

  @Override
  public void outcome(InvocationSlot slot) {
    if (slot.status() == Status.OK) {
      result(slot);
    } else {
      error(
          slot.session(), slot.correlationId(), slot.status(), slot.retryAfterMs(), slot.failure());
    }
  }

  private void result(InvocationSlot slot) {
    UnsafeBuffer message = slot.replyMessage();
    int length = WireLimits.RESULT_OVERHEAD_BYTES + slot.replyLength();
    resultHeader.write(
        message, 0, slot.correlationId(), slot.replyType(), false, slot.replyLength());
    if (trySend(slot.session(), message, length)) {
      return;
    }
    PooledBuffer large = slot.takeLargeReply();
    if (large != null) {
      enqueue(slot.session(), large, length);
    } else {
      sendCopy(slot.session(), message, length);
    }
  }

  @Override
  public void progress(
      Session session, long correlationId, double done, double total, byte[] text, int textLength) {
    if (!session.takesProgress) {
      return;
    }
    progress
        .wrapAndApplyHeader(scratch, 0, header)
        .correlationId(correlationId)
        .done(done)
        .total(total)
        .putMessage(text, 0, textLength);
    if (!trySend(session, scratch, WireLimits.HEADER_BYTES + progress.encodedLength())) {
      counters.increment(EngineCounter.PROGRESS_DROPPED);
    }
  }

  @Override
  public void send(Session session, PooledBuffer message, int length) {
    if (trySend(session, message.buffer(), length)) {
      message.release();
    } else {
      enqueue(session, message, length);
    }
  }

  @Override
  public void goodbye(Session session, Status status, String message) {
    if (session.state == Session.State.CLOSED) {
      return;
    }
    byte[] text = Text.bytes(message, WireLimits.MAX_TEXT_BYTES);
    goodbye
        .wrapAndApplyHeader(scratch, 0, header)
        .status(status)
        .drainMs(0)
        .putMessage(text, 0, text.length);
    // The last word is said if the carrier takes it; a peer that does not read cannot hold its
    // connection open.
    trySend(session, scratch, WireLimits.HEADER_BYTES + goodbye.encodedLength());
    session.state = Session.State.CLOSED;
    session.peer().close();
  }

  private void sendCopy(Session session, MutableDirectBuffer message, int length) {
    if (session.state == Session.State.CLOSED || trySend(session, message, length)) {
      return;
    }
    PooledBuffer copy = pool.acquire(length);
    if (copy == null) {
      goodbye(session, Status.SLOW_CONSUMER, "the server has no memory left for waiting replies");
      counters.increment(EngineCounter.SLOW_CONSUMERS);
      return;
    }
    copy.buffer().putBytes(0, message, 0, length);
    enqueue(session, copy, length);
  }

  private boolean trySend(Session session, MutableDirectBuffer message, int length) {
    Peer peer = session.peer();
    if (!session.pending().isEmpty() || peer.claim(length) != Outcome.OK) {
      return false;
    }
    peer.buffer().putBytes(peer.offset(), message, 0, length);
    peer.commit();
    session.lastSentNs = context.nowNs();
    return true;
  }

  private void enqueue(Session session, PooledBuffer message, int length) {
    if (session.state != Session.State.CLOSED && session.pending().isEmpty()) {
      session.lastDrainedNs = context.nowNs();
      waiting.add(session);
    }
    if (session.state == Session.State.CLOSED) {
      message.release();
    } else if (!session.pending().offer(message, length)) {
      message.release();
      counters.increment(EngineCounter.SLOW_CONSUMERS);
      goodbye(session, Status.SLOW_CONSUMER, "too many replies wait to be read");
    } else {
      flush(session);
    }
  }

  /** Sends what waits, as far as the carriers take it; answers the number of frames. */
  int flushWaiting() {
    int frames = 0;
    for (int i = waiting.size() - 1; i >= 0; i--) {
      Session session = waiting.get(i);
      if (session.state != Session.State.CLOSED) {
        frames += flush(session);
      }
      if (session.state == Session.State.CLOSED || session.pending().isEmpty()) {
        ArrayListUtil.fastUnorderedRemove(waiting, i);
      }
    }
    return frames;
  }

  private int flush(Session session) {
    int frames = session.pending().flush(session.peer());
    if (frames > 0) {
      session.lastSentNs = context.nowNs();
      session.lastDrainedNs = context.nowNs();
    }
    return frames;
  }
}
