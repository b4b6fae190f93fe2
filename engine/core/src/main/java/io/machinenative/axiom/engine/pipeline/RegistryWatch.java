package io.machinenative.axiom.engine.pipeline;

/** A watch of the registry: plain fields, owned by the session's ingress agent. */
public final class RegistryWatch {
  private final Session session;
  private final long id;
  private final ChangeCursor cursor;

  /** Changes that may still be pushed. */
  public long credit;

  /**
   * @param id correlation id of the request that began it
   */
  public RegistryWatch(Session session, long id, ChangeCursor cursor, long credit) {
    this.session = session;
    this.id = id;
    this.cursor = cursor;
    this.credit = credit;
  }

  public Session session() {
    return session;
  }

  public long id() {
    return id;
  }

  public ChangeCursor cursor() {
    return cursor;
  }
}
