package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.DirectBuffer;

/** The one answer to a deferred call; what comes later finds it used. */
final class DeferredCompletion implements Completion {
  /** Stands for the completion of a call that was answered, and whose slot serves another. */
  static final DeferredCompletion USED = new DeferredCompletion(null);

  static {
    USED.used.set(true);
  }

  private final InvocationSlot slot;
  private final AtomicBoolean used = new AtomicBoolean();

  DeferredCompletion(InvocationSlot slot) {
    this.slot = slot;
  }

  @Override
  public RawInvocation invocation() {
    if (used.get()) {
      throw new IllegalStateException(
          "the call was answered: its invocation is not valid any more");
    }
    return slot;
  }

  @Override
  public boolean complete(ContentType contentType, DirectBuffer buffer, int offset, int length) {
    ReplyBounds.requireContentType(contentType);
    buffer.boundsCheck(offset, length);
    boolean first = used.compareAndSet(false, true);
    if (first) {
      slot.completeDeferred(contentType, buffer, offset, length);
    }
    return first;
  }

  @Override
  public boolean fail(Status status, String message) {
    if (status == null
        || status == Status.OK
        || status == Status.NULL_VAL
        || status == Status.SBE_UNKNOWN) {
      throw new IllegalArgumentException("expected a status that is a failure, got " + status);
    }
    boolean first = used.compareAndSet(false, true);
    if (first) {
      slot.fail(status, message, 0);
    }
    return first;
  }
}
