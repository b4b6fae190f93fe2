package io.machinenative.axiom.plugins.files;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.NotGrantedException;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.codec.Status;
import java.io.IOException;

/**
 * Tells callers what is wrong with files, settings and limits, which would otherwise be kept from
 * them as defects are. As thread-safe as the handler within.
 */
public final class ExplainedErrors<I extends Record, O extends Record>
    implements TypedHandler<I, O> {
  private static final int RETRY_MS = 1000;

  private final TypedHandler<I, O> handler;

  public ExplainedErrors(TypedHandler<I, O> handler) {
    this.handler = handler;
  }

  @Override
  public O handle(I input, CallContext call) throws Exception {
    try {
      return handler.handle(input, call);
    } catch (IOException e) {
      if (call.isCancelled()) {
        throw ToolException.cancelled();
      }
      throw ToolException.error(FileTransform.reason(e));
    } catch (IllegalArgumentException e) {
      throw ToolException.invalid(e.getMessage());
    } catch (NotGrantedException e) {
      throw new ToolException(Status.OVERLOADED, e.getMessage(), RETRY_MS);
    } catch (UnsupportedOperationException e) {
      throw ToolException.error(e.getMessage());
    }
  }
}
