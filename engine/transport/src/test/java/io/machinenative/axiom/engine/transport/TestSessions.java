package io.machinenative.axiom.engine.transport;

import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.Session;

/** Where the tests of the carriers make sessions; a carrier never looks inside one. */
final class TestSessions {
  private TestSessions() {}

  static Session create(long id, Peer peer) {
    return new Session(
        id, peer, new BufferPool(BufferPool.MIN_BUFFER_BYTES, BufferPool.MIN_BUFFER_BYTES));
  }
}
