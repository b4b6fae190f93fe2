package io.machinenative.axiom.engine.edge.mcp;

import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The sessions of the older era, by id; the one that was not used for longest comes first, and goes
 * first when there are too many. Owned by the ingress thread.
 */
final class McpSessions {
  private static final int MOST = 10_000;
  private static final int ID_BYTES = 16;

  private final Map<String, McpSession> byId = new LinkedHashMap<>(16, 0.75f, true);
  private final RandomGenerator random;
  private final long idleNs;

  /**
   * @param random that cannot be foretold: an id is what lets a client into its session
   * @param idleNs after which a session that nobody uses is over
   */
  McpSessions(RandomGenerator random, long idleNs) {
    this.random = random;
    this.idleNs = idleNs;
  }

  McpSession open(long nowNs) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    McpSession session = new McpSession(HexFormat.of().formatHex(id), nowNs);
    byId.put(session.id(), session);
    if (byId.size() > MOST) {
      close(byId.values().iterator().next());
    }
    return session;
  }

  /** The session of an id, or null when there is none, or no more. */
  McpSession find(String id, long nowNs) {
    McpSession session = byId.get(id);
    if (session != null) {
      session.used(nowNs);
    }
    return session;
  }

  Iterable<McpSession> all() {
    return byId.values();
  }

  void close(McpSession session) {
    byId.remove(session.id());
    end(session);
  }

  private static void end(McpSession session) {
    session.active().values().stream().toList().forEach(EngineCall::cancel);
    session.streams().forEach(McpReply::end);
  }

  /** Ends those that nobody used for long. */
  void expire(long nowNs) {
    Iterator<McpSession> oldestFirst = byId.values().iterator();
    while (oldestFirst.hasNext()) {
      McpSession session = oldestFirst.next();
      if (nowNs - session.lastUsedNs() <= idleNs) {
        return;
      }
      if (session.streams().isEmpty() && session.active().isEmpty()) {
        oldestFirst.remove();
        end(session);
      }
    }
  }
}
