package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.api.Interaction;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Priority;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A call that may be handled once more, as long as nobody has begun to answer it. Made for one
 * attempt; used by whoever handles that.
 */
final class UnansweredCall implements RawInvocation {
  private final RawInvocation call;
  private final boolean mayDefer;
  private boolean answered;

  private UnansweredCall(RawInvocation call, boolean mayDefer) {
    this.call = call;
    this.mayDefer = mayDefer;
  }

  /** For the tool that was called. */
  static UnansweredCall attempt(RawInvocation call) {
    return new UnansweredCall(call, true);
  }

  /** For one that stands in for it, and is held to the time that its handler takes. */
  static UnansweredCall standIn(RawInvocation call) {
    return new UnansweredCall(call, false);
  }

  /** Whether somebody stands in already. */
  boolean isStandIn() {
    return !mayDefer;
  }

  /** Whether a reply was claimed, or the call given away: nobody else can answer it then. */
  boolean isAnswered() {
    return answered;
  }

  @Override
  public MutableDirectBuffer reply(ContentType contentType, int length) {
    answered = true;
    return call.reply(contentType, length);
  }

  @Override
  public Completion defer() {
    if (!mayDefer) {
      throw new IllegalStateException("a tool that stands in for another cannot defer");
    }
    answered = true;
    return call.defer();
  }

  @Override
  public ContentType contentType() {
    return call.contentType();
  }

  @Override
  public DirectBuffer payload() {
    return call.payload();
  }

  @Override
  public int payloadOffset() {
    return call.payloadOffset();
  }

  @Override
  public int payloadLength() {
    return call.payloadLength();
  }

  @Override
  public int replyOffset() {
    return call.replyOffset();
  }

  @Override
  public long correlationId() {
    return call.correlationId();
  }

  @Override
  public long sessionId() {
    return call.sessionId();
  }

  @Override
  public String clientName() {
    return call.clientName();
  }

  @Override
  public Principal principal() {
    return call.principal();
  }

  @Override
  public Interaction interaction() {
    return call.interaction();
  }

  @Override
  public Priority priority() {
    return call.priority();
  }

  @Override
  public long remainingNs() {
    return call.remainingNs();
  }

  @Override
  public boolean isCancelled() {
    return call.isCancelled();
  }

  @Override
  public void progress(double done, double total, String message) {
    call.progress(done, total, message);
  }

  @Override
  public String traceParent() {
    return call.traceParent();
  }

  @Override
  public String traceState() {
    return call.traceState();
  }
}
