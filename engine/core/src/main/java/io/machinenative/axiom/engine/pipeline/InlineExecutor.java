package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.codec.InvokeDecoder;

/**
 * The way from dispatch to tool for INLINE tools: runs the call on the ingress thread, in place,
 * and answers it.
 */
@FunctionalInterface
public interface InlineExecutor {
  /**
   * @param handler of the route, for the call's content type
   * @param invoke stands before its var data; lengths were checked
   * @param deadlineNs on the ingress clock, {@code CallContext.NO_DEADLINE} for none
   */
  void execute(
      Session session, Route route, RawHandler handler, InvokeDecoder invoke, long deadlineNs);
}
