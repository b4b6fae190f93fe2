package io.machinenative.axiom.api;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Priority;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A call around another one: all that it does not do itself, {@link #call()} does, whatever later
 * versions add to a call. For a handler that hands its call to another handler and wants to see, or
 * to change, a part of it:
 *
 * <pre>{@code
 * record Silent(RawInvocation call) implements ForwardingInvocation {
 *   @Override
 *   public void progress(double done, double total, String message) {}
 * }
 *
 * RawHandler silenced = call -> handler.handle(new Silent(call));
 * }</pre>
 *
 * <p>It lives no longer than the call that it is around, is used by the same threads, and makes no
 * garbage but itself. The engine never asks it anything: replies and progress reach the caller only
 * through {@link #call()}.
 */
public interface ForwardingInvocation extends RawInvocation {
  /** The call that it is around: the same one each time; borrowed. */
  RawInvocation call();

  @Override
  default ContentType contentType() {
    return call().contentType();
  }

  @Override
  default DirectBuffer payload() {
    return call().payload();
  }

  @Override
  default int payloadOffset() {
    return call().payloadOffset();
  }

  @Override
  default int payloadLength() {
    return call().payloadLength();
  }

  @Override
  default MutableDirectBuffer reply(ContentType contentType, int length) {
    return call().reply(contentType, length);
  }

  @Override
  default int replyOffset() {
    return call().replyOffset();
  }

  @Override
  default Completion defer() {
    return call().defer();
  }

  @Override
  default long correlationId() {
    return call().correlationId();
  }

  @Override
  default long sessionId() {
    return call().sessionId();
  }

  @Override
  default String clientName() {
    return call().clientName();
  }

  @Override
  default Principal principal() {
    return call().principal();
  }

  @Override
  default Priority priority() {
    return call().priority();
  }

  @Override
  default long remainingNs() {
    return call().remainingNs();
  }

  @Override
  default boolean isCancelled() {
    return call().isCancelled();
  }

  @Override
  default void progress(double done, double total, String message) {
    call().progress(done, total, message);
  }

  @Override
  default String traceParent() {
    return call().traceParent();
  }

  @Override
  default String traceState() {
    return call().traceState();
  }

  @Override
  default Interaction interaction() {
    return call().interaction();
  }
}
