package io.machinenative.axiom.engine.transport.aeron;

import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.Session;

/** The one place where these tests make sessions; carriers never look into them. */
final class TestSessions {
  private TestSessions() {}

  static Session create(long id, Peer peer) {
    return new Session(
        id, peer, new BufferPool(BufferPool.MIN_BUFFER_BYTES, BufferPool.MIN_BUFFER_BYTES));
  }
}
