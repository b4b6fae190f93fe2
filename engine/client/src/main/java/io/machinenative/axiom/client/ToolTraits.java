package io.machinenative.axiom.client;

import org.agrona.collections.Int2IntHashMap;

/**
 * What is known of tools for retries: which are idempotent. Holds for one session and one epoch of
 * its catalogue, and forgets all when either changes. Owned by the client's owner thread.
 */
final class ToolTraits {
  static final int UNKNOWN = -1;
  static final int NOT_IDEMPOTENT = 0;
  static final int IDEMPOTENT = 1;

  private final Int2IntHashMap known = new Int2IntHashMap(UNKNOWN);
  private long sessionId;
  private long epoch;

  /**
   * @return {@link #IDEMPOTENT}, {@link #NOT_IDEMPOTENT} or {@link #UNKNOWN}
   */
  int of(int toolId, ClientSession session) {
    forgetIfOther(session);
    return known.get(toolId);
  }

  void learn(int toolId, boolean idempotent, ClientSession session) {
    forgetIfOther(session);
    known.put(toolId, idempotent ? IDEMPOTENT : NOT_IDEMPOTENT);
  }

  private void forgetIfOther(ClientSession session) {
    if (session == null || session.info() == null) {
      known.clear();
    } else if (session.info().sessionId() != sessionId || session.catalogueEpoch() != epoch) {
      known.clear();
      sessionId = session.info().sessionId();
      epoch = session.catalogueEpoch();
    }
  }
}
