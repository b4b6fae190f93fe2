package io.machinenative.axiom.engine.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells others of an ingress agent's sessions: who asks is answered by the agent, in its duty
 * cycle, since nobody else may read them. Who asks meanwhile gets the same answer. Costs a duty
 * cycle in which nobody asked one load.
 */
public final class SessionCensus implements IngressStage {
  /** Of one agent at once. */
  public static final int MOST = 1000;

  /**
   * A session at one moment.
   *
   * @param client as it calls itself
   * @param principal kind and name of who it is; of a connection that several use, of who called
   *     last; empty for an anonymous one, and before Hello
   * @param peer carrier and address of the other side
   * @param inFlight calls that are queued or running
   * @param waitingReplies that the carrier has not taken
   * @param openForNs since it connected
   * @param silentForNs since something came from it
   */
  public record Entry(
      long id,
      String client,
      String principal,
      String peer,
      Session.State state,
      int inFlight,
      int waitingReplies,
      long openForNs,
      long silentForNs) {}

  /**
   * The sessions of an agent.
   *
   * @param count of all
   * @param entries of the first {@value #MOST}
   */
  public record Answer(int count, List<Entry> entries) {}

  private final SessionRegistry sessions;
  private final AtomicReference<CompletableFuture<Answer>> asked = new AtomicReference<>();
  private volatile Runnable onAsked = () -> {};

  /**
   * @param sessions of the agent that this is a stage of
   */
  public SessionCensus(SessionRegistry sessions) {
    this.sessions = sessions;
  }

  /** Is run, by who asks, to wake the agent. */
  public void onAsked(Runnable wakeup) {
    onAsked = wakeup;
  }

  /** Whether somebody waits for an answer. Any thread. */
  public boolean isAsked() {
    return asked.get() != null;
  }

  /** Asks. Any thread; completed by the agent's. */
  public CompletableFuture<Answer> ask() {
    CompletableFuture<Answer> mine = new CompletableFuture<>();
    CompletableFuture<Answer> other = asked.compareAndExchange(null, mine);
    onAsked.run();
    return other == null ? mine : other;
  }

  @Override
  public int doWork(long nowNs) {
    if (asked.get() == null) {
      return 0;
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST, sessions.size()); i++) {
      entries.add(entry(sessions.get(i), nowNs));
    }
    asked.getAndSet(null).complete(new Answer(sessions.size(), entries));
    return 1;
  }

  private static Entry entry(Session session, long nowNs) {
    return new Entry(
        session.id(),
        session.clientName,
        session.caller == null ? "" : session.caller.principal().label(),
        session.peer().description(),
        session.state,
        session.calls().size(),
        session.pending().size(),
        nowNs - session.connectedNs,
        nowNs - session.lastReceivedNs);
  }
}
