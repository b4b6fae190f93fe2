package io.machinenative.axiom.engine.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * The sessions of one ingress agent. Owned by it. Each connection costs one entry from its first
 * byte to its last.
 */
public final class SessionRegistry {
  private final List<Session> sessions = new ArrayList<>();

  public void add(Session session) {
    sessions.add(session);
  }

  public void remove(Session session) {
    int index = sessions.indexOf(session);
    int last = sessions.size() - 1;
    sessions.set(index, sessions.get(last));
    sessions.remove(last);
  }

  public int size() {
    return sessions.size();
  }

  public Session get(int index) {
    return sessions.get(index);
  }
}
