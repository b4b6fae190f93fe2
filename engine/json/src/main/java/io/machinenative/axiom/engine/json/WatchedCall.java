package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.api.Interaction;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Priority;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A call of which is known what was replied. Made for one call; used by whoever handles that. */
final class WatchedCall implements RawInvocation {
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
