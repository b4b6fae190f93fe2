package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.api.ForwardingInvocation;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.codec.ContentType;
import org.agrona.MutableDirectBuffer;

/**
 * A call that may be handled once more, as long as nobody has begun to answer it. Made for one
 * attempt; used by whoever handles that.
 */
final class UnansweredCall implements ForwardingInvocation {
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
  public RawInvocation call() {
    return call;
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
}
