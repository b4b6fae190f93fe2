package io.machinenative.axiom.engine.tool;

import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.api.Interaction;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.InvokeDecoder;
import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.PooledBuffer;
import io.machinenative.axiom.engine.pipeline.Replies;
import io.machinenative.axiom.engine.pipeline.ReplyBounds;
import io.machinenative.axiom.engine.pipeline.ResultHeader;
import io.machinenative.axiom.engine.pipeline.Session;
import io.machinenative.axiom.engine.pipeline.Text;
import io.machinenative.axiom.engine.pipeline.Trace;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * The call that an INLINE tool serves. One for each ingress agent, reused. The reply is claimed
 * from the carrier when it takes it now and in one frame, else from the pool, to wait its turn.
 */
final class InlineInvocation implements RawInvocation {
  private final Replies replies;
  private final BufferPool pool;
  private final NanoClock clock;
  private final ResultHeader header = new ResultHeader();
  private final Trace trace = new Trace();

  private Session session;
  private long correlationId;
  private long deadlineNs;
  private Priority priority;
  private ContentType contentType;
  private DirectBuffer payload;
  private int payloadOffset;
  private int payloadLength;

  private boolean claimed;
  private PooledBuffer pooled;
  private MutableDirectBuffer reply;
  private int replyOffset;
  private int messageBytes;

  InlineInvocation(Replies replies, BufferPool pool, NanoClock clock) {
    this.replies = replies;
    this.pool = pool;
    this.clock = clock;
  }

  void begin(Session caller, InvokeDecoder invoke, long absoluteDeadlineNs) {
    session = caller;
    correlationId = invoke.correlationId();
    deadlineNs = absoluteDeadlineNs;
    priority = invoke.priority();
    contentType = invoke.contentType();
    trace.set(invoke);
    trace.takeState(invoke);
    payloadLength = invoke.payloadLength();
    payloadOffset = invoke.limit() + InvokeDecoder.payloadHeaderLength();
    payload = invoke.buffer();
    claimed = false;
  }

  @Override
  public MutableDirectBuffer reply(ContentType type, int length) {
    if (claimed) {
      throw new IllegalStateException("a reply was claimed already for this call");
    }
    ReplyBounds.requireContentType(type);
    messageBytes = ReplyBounds.messageBytes(length, session.maxMessageBytes);
    if (!claimFrame()) {
      claimPooled();
    }
    claimed = true;
    header.write(reply, replyOffset, correlationId, type, false, length);
    replyOffset += WireLimits.RESULT_OVERHEAD_BYTES;
    return reply;
  }

  private boolean claimFrame() {
    Peer peer = session.peer();
    if (!session.pending().isEmpty() || peer.claim(messageBytes) != Outcome.OK) {
      return false;
    }
    reply = peer.buffer();
    replyOffset = peer.offset();
    return true;
  }

  private void claimPooled() {
    pooled = pool.acquire(messageBytes);
    if (pooled == null) {
      throw ReplyBounds.unavailable(messageBytes);
    }
    reply = pooled.buffer();
    replyOffset = 0;
  }

  void succeed() {
    if (!claimed) {
      reply(ContentType.BINARY, 0);
    }
    claimed = false;
    session.lastSentNs = session.lastReceivedNs;
    if (pooled == null) {
      session.peer().commit();
    } else {
      PooledBuffer message = pooled;
      pooled = null;
      replies.send(session, message, messageBytes);
    }
  }

  /** Gives a claimed reply up. */
  void abort() {
    if (pooled != null) {
      pooled.release();
      pooled = null;
    } else if (claimed) {
      session.peer().abort();
    }
    claimed = false;
  }

  /** Forgets what was borrowed. */
  void end() {
    session = null;
    payload = null;
    reply = null;
  }

  @Override
  public int replyOffset() {
    return replyOffset;
  }

  @Override
  public Completion defer() {
    throw new IllegalStateException(
        "an INLINE tool cannot defer: its payload does not outlive the handler; declare it WORKER");
  }

  @Override
  public ContentType contentType() {
    return contentType;
  }

  @Override
  public DirectBuffer payload() {
    return payload;
  }

  @Override
  public int payloadOffset() {
    return payloadOffset;
  }

  @Override
  public int payloadLength() {
    return payloadLength;
  }

  @Override
  public long correlationId() {
    return correlationId;
  }

  @Override
  public long sessionId() {
    return session.id();
  }

  @Override
  public String clientName() {
    return session.clientName;
  }

  @Override
  public Principal principal() {
    return session.caller.principal();
  }

  @Override
  public Priority priority() {
    return priority;
  }

  @Override
  public long remainingNs() {
    return deadlineNs == NO_DEADLINE ? NO_DEADLINE : deadlineNs - clock.nanoTime();
  }

  @Override
  public boolean isCancelled() {
    return remainingNs() <= 0;
  }

  @Override
  public void progress(double done, double total, String message) {
    if (claimed) {
      return; // the carrier's claim is open: nothing can be sent before the reply
    }
    byte[] text = Text.bytes(message, WireLimits.MAX_TEXT_BYTES);
    replies.progress(session, correlationId, done, total, text, text.length);
  }

  @Override
  public Interaction interaction() {
    return session.interaction;
  }

  @Override
  public String traceParent() {
    return trace.parent();
  }

  @Override
  public String traceState() {
    return trace.state();
  }
}
