package io.machinenative.axiom.engine.gateway.link;

import io.machinenative.axiom.engine.gateway.rpc.Incoming;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;

/**
 * A request, and what comes back: any number of messages, and last its answer or refusal. Used by
 * one thread at a time.
 */
public interface Exchange extends AutoCloseable {
  /**
   * The next message.
   *
   * @param signNs for a sign of life, be it part of the message, at most
   * @param messageNs for the message as a whole, at most
   * @throws UpstreamException SILENT when none came; what went wrong otherwise
   */
  Incoming next(long signNs, long messageNs) throws UpstreamException, InterruptedException;

  /** A header field of the answer by HTTP, or null; once a message was there. */
  default String header(String name) {
    return null;
  }

  /** Nothing more is wanted. Never waits. */
  @Override
  void close();
}
