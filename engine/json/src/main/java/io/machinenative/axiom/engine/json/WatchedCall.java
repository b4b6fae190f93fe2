package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.api.ForwardingInvocation;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.codec.ContentType;
import org.agrona.MutableDirectBuffer;

/** A call of which is known what was replied. Made for one call; used by whoever handles that. */
final class WatchedCall implements ForwardingInvocation {
  private final RawInvocation call;
  private MutableDirectBuffer reply;
  private int replyBytes;
  private ContentType replyType;

  WatchedCall(RawInvocation call) {
    this.call = call;
  }

  /** A copy of what was replied as JSON; null for nothing, or something else. */
  byte[] replied() {
    if (reply == null || replyType != ContentType.JSON) {
      return null;
    }
    byte[] copy = new byte[replyBytes];
    reply.getBytes(call.replyOffset(), copy);
    return copy;
  }

  @Override
  public RawInvocation call() {
    return call;
  }

  @Override
  public MutableDirectBuffer reply(ContentType type, int length) {
    reply = call.reply(type, length);
    replyBytes = length;
    replyType = type;
    return reply;
  }

  @Override
  public Completion defer() {
    throw new IllegalStateException(
        "a tool whose schemas are enforced cannot defer: its result is looked at before it is"
            + " sent");
  }
}
